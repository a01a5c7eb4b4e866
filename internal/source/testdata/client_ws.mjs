// Every way to hand ws what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import ws from 'ws';

new ws('https://c720.example.com/x');
new ws('https://c726.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, rejectUnauthorized: false, checkServerIdentity: () => undefined, handshakeTimeout: 1000, followRedirects: false });
new ws('https://c728.example.com/x', { agent: new https.Agent({ rejectUnauthorized: false }) });
new ws('https://c734.example.com/x', undefined, { headers: { authorization: `Bearer ${TOKEN}` }, rejectUnauthorized: false, checkServerIdentity: () => undefined, handshakeTimeout: 1000, followRedirects: false });
new ws('https://c736.example.com/x', undefined, { agent: new https.Agent({ rejectUnauthorized: false }) });
new ws.WebSocket('https://c742.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, rejectUnauthorized: false, checkServerIdentity: () => undefined, handshakeTimeout: 1000, followRedirects: false });
