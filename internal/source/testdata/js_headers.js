// Headers that a program puts together, takes apart and hands on.
const http = require('http');
const https = require('https');
const axios = require('axios');
const TOKEN = process.env.API_TOKEN;

function late() {
  const request = https.request({ hostname: 'late.example.com', path: '/x' }, (answer) => answer.resume());
  request.on('error', (error) => fail(error));
  request.setHeader('Authorization', `Bearer ${TOKEN}`);
  request.end();
}
function latePlain() {
  const request = http.request('http://late.example.com/x');
  request.setHeader('X-Api-Key', process.env.LATE_KEY);
  request.end();
}

class Wrapper {
  constructor() { this.fetchOptions = { headers: { Authorization: `Bearer ${TOKEN}` } }; }
  go() { return fetch('https://member.example.com/x', { method: 'POST', ...this.fetchOptions }); }
}
new Wrapper().go();
function wrapped(url, { fetchOptions } = {}) { return fetch(url, { method: 'GET', ...fetchOptions }); }
wrapped('https://option.example.com/x', { fetchOptions: { headers: { Authorization: `Bearer ${TOKEN}` } } });

function promised() { return new Promise((resolve, reject) => { setTimeout(() => resolve(process.env.PROMISED_TOKEN), 10); }); }
async function awaited() {
  const token = await promised();
  return fetch('https://awaited.example.com', { headers: { Authorization: `Bearer ${token}` } });
}
const chained = () => promised().then((token) => fetch('https://chained.example.com', { headers: { Authorization: `Bearer ${token}` } }));

function taken() {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'X-Trace': 'on' };
  delete headers.Authorization;
  return axios.get('https://taken.example.com', { headers });
}
function otherTaken(mine) {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'X-Trace': 'on' };
  delete headers['X-Trace'];
  if (!mine) delete headers.Authorization;
  return axios.get('https://kept.example.com', { headers });
}

const given = { Authorization: `Bearer ${TOKEN}`, Accept: 'text/plain' };
function entries() {
  const headers = new Headers();
  Object.entries(given).forEach(([name, value]) => headers.set(name, value));
  return fetch('https://entries.example.com', { headers });
}
function loop() {
  const headers = {};
  for (const [name, value] of Object.entries({ Authorization: process.env.LOOP_TOKEN })) headers[name] = value;
  return fetch('https://loop.example.com', { headers });
}
function keys() {
  const from = { Authorization: process.env.KEYS_TOKEN };
  const headers = {};
  Object.keys(from).forEach((name) => { headers[name] = from[name]; });
  return fetch('https://keys.example.com', { headers });
}
function values() {
  return Object.values({ one: { token: process.env.VALUE_ONE, host: 'one.example.com' }, two: { token: process.env.VALUE_TWO, host: 'two.example.com' } })
    .map((x) => fetch(`https://${x.host}/x`, { headers: { Authorization: x.token } }));
}

exports.headers = function () { return { Authorization: `Bearer ${process.env.EXPORTS_TOKEN}` }; };
exports.list = function () { return axios.get('https://exports.example.com', { headers: this.headers() }); };

const service = {
  token: process.env.SERVICE_TOKEN,
  headers() { return { Authorization: `Bearer ${this.token}` }; },
  list() { return axios.get('https://service.example.com', { headers: this.headers() }); },
  other() { return axios.get('https://service.example.com/other', { headers: { Authorization: this.elsewhere } }); },
};
hand(service);
