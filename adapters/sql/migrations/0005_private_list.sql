-- One list of private rooms under a random name, written anew at each save, in the place of a row
-- for each. Rows of earlier versions are taken into it by the next save.

ALTER TABLE private_rooms RENAME COLUMN room TO id;
