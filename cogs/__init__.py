"""The features, declared once, platform-neutral: one file or small folder a feature."""
