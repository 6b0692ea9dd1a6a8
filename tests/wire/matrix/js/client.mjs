// A person's client: matrix-js-sdk with rust crypto, driven by one JSON object a line.
//
//   node client.mjs FOLDER-OF-NODE-MODULES URL USER PASSWORD [strict]
//
// In: {"do": "opens", "with": USER} | {"do": "says", "room": ID, "text": TEXT}
// Out: what was asked for, and {"read": …} for each message of others, readable or not.
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, baseUrl, userId, password, strict] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(join(modules, "matrix-js-sdk", "lib", name)));
const sdk = await part("index.js");
const crypto = await part("crypto-api/index.js");
const { logger } = await part("logger.js");
logger.setLevel?.("silent");
for (const level of ["log", "info", "warn", "error", "debug", "trace"]) console[level] = () => {};
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const login = await sdk.createClient({ baseUrl }).loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: userId },
    password,
});
const client = sdk.createClient({
    baseUrl, userId, accessToken: login.access_token, deviceId: login.device_id,
});
await client.initRustCrypto({ useIndexedDB: false });
const own = client.getCrypto();
await own.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: (request) =>
        request({
            type: "m.login.password", password, identifier: { type: "m.id.user", user: userId },
        }),
});
if (strict) own.setDeviceIsolationMode(new crypto.OnlySignedDevicesIsolationMode());

async function hear(event) {
    if (event.getSender() === userId || event.isState()) return;
    if (event.isBeingDecrypted()) return;
    const shield = event.isEncrypted() ? await own.getEncryptionInfoForEvent(event) : null;
    tell({
        read: event.getContent().body ?? "",
        room: event.getRoomId(),
        sender: event.getSender(),
        failure: event.isDecryptionFailure() ? event.decryptionFailureReason : null,
        colour: shield?.shieldColour ?? null,
        reason: shield?.shieldReason ?? null,
    });
}
client.on("Room.timeline", (event) => { if (!event.isEncrypted()) hear(event); });
client.on("Event.decrypted", hear);
const synced = new Promise((done) => client.once("sync", done));
await client.startClient({ initialSyncLimit: 20 });
await synced;
tell({ ready: userId });

async function opens(other) {
    const made = await client.createRoom({
        is_direct: true, invite: [other], preset: "trusted_private_chat",
        initial_state: [{
            type: "m.room.encryption", state_key: "",
            content: { algorithm: "m.megolm.v1.aes-sha2" },
        }],
    });
    const isIn = () => client.getRoom(made.room_id)?.getMember(other)?.membership === "join";
    while (!isIn()) await new Promise((done) => setTimeout(done, 50));
    tell({ opened: made.room_id });
}

for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    try {
        if (asked.do === "opens") await opens(asked.with);
        if (asked.do === "says") {
            const sent = await client.sendTextMessage(asked.room, asked.text);
            tell({ sent: sent.event_id });
        }
    } catch (broken) {
        tell({ broken: String(broken) });
    }
}
client.stopClient();
process.exit(0);
