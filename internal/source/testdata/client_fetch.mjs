// Every way to hand fetch what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import crossFetch from 'cross-fetch';
import isomorphicFetch from 'isomorphic-fetch';

fetch('https://c1.example.com/x');
fetch('https://c7.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
fetch('https://c9.example.com/x', { agent: new https.Agent({ rejectUnauthorized: false }) });
window.fetch('https://c15.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
globalThis.fetch('https://c21.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
self.fetch('https://c27.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
crossFetch('https://c33.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
isomorphicFetch('https://c39.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });

const asked = new Request("https://asked.example.com/");
fetch(asked.url, { headers: { "X-Api-Key": KEY } });
