// Functions that are values: callbacks, promises, closures, classes.
import axios from 'axios';
import request from 'request';
import needle from 'needle';
const BASE = 'https://flow.example.com';
let current = null;

export function login(token: string) { current = token; }
export const use = () => fetch(`${BASE}/use`, { headers: { Authorization: `Bearer ${current}` } });
login(process.env.LOGIN_TOKEN!);

fetch(`${BASE}/a`)
  .then((res) => res.json())
  .then(({ token, next }) => fetch(next, { headers: { Authorization: `Bearer ${token}` } }))
  .catch((error) => fetch(`${BASE}/error`, { headers: { Authorization: process.env.ERROR_TOKEN } }))
  .finally(() => fetch(`${BASE}/done`, { headers: { Authorization: process.env.DONE_TOKEN } }));

const tokenOf = async () => process.env.ASYNC_TOKEN;
tokenOf().then((token) => use2(token));
function use2(token) { return axios.get(`${BASE}/b`, { headers: { Authorization: `Bearer ${token}` } }); }
tokenOf().catch(() => '').then((token) => use2(token));
tokenOf().finally(() => {}).then((token) => use2(token));

['one', 'two'].map((path) => fetch(`${BASE}/${path}`, { headers: { Authorization: process.env.MAP_TOKEN } }));
for (const made of ['https://x.example.com/'].map((host) => host + 'mapped')) fetch(made, { headers: { Authorization: process.env.MADE_TOKEN } });
for (const made of ['https://x.example.com/'].flatMap((host) => host + 'flat')) fetch(made, { headers: { Authorization: process.env.MADE_TOKEN } });
fetch(['https://found.example.com/'].find((host) => host), { headers: { Authorization: process.env.FIND_TOKEN } });
setTimeout(() => fetch(`${BASE}/later`, { headers: { Authorization: process.env.LATER_TOKEN } }), 1000);

abstract class Base {
  protected path = '/base';
  constructor(protected readonly token: string, protected readonly host = 'class.example.com') {}
  protected headers() { return { Authorization: `Bearer ${this.token}` }; }
  get url() { return `https://${this.host}${this.path}`; }
  static of() { return new Api(process.env.STATIC_TOKEN!); }
}
class Api extends Base {
  #secret = process.env.FIELD_SECRET;
  constructor(token: string) { super(token, 'child.example.com'); }
  load = async () => fetch(this.url, { headers: this.headers() });
  save() { return axios({ url: this.url, method: 'post', headers: { 'x-api-key': this.#secret } }); }
}
Base.of().load();
new Api(process.env.NEW_TOKEN!).save();

const service = {
  token: process.env.OBJECT_TOKEN,
  base: 'https://object.example.com',
  headers() { return { Authorization: `Bearer ${this.token}` }; },
  get(path: string) { return fetch(`${this.base}${path}`, { headers: this.headers() }); },
};
service.get('/x');

const call = ({ token, url: to = `${BASE}/default`, ...others }: Options) => fetch(to, { headers: { Authorization: `Bearer ${token}` }, ...others });
call({ token: process.env.CALL_TOKEN });
call({ token: process.env.CALL_TOKEN, url: 'https://given.example.com/x', redirect: 'error' });
function wrapped(options = {}) { return fetch(`${BASE}/wrapped`, { ...options, headers: { ...options.headers, Authorization: process.env.WRAP_TOKEN } }); }
wrapped({ headers: { 'x-api-key': process.env.WRAP_KEY } });
export const unknown = (options) => axios.get(`${BASE}/unknown`, options);
request.get(`${BASE}/user`, { auth: { user: 'u', pass: process.env.USER_PASSWORD } });
axios.get(`${BASE}/name`, { auth: { username: process.env.USER_TOKEN, password: '' } });
request.get(`${BASE}/name`, { auth: { user: process.env.USER_TOKEN, pass: '' } });
needle('get', `${BASE}/needle`, null, { headers: { Authorization: process.env.NEEDLE_TOKEN } });
try {
  fetch(`${BASE}/try`, { headers: { Authorization: process.env.TRY_TOKEN } });
} catch { }
const view = <T,>(x: T) => x;

export function hidden(debug: boolean) {
  let to = 'https://outer.example.com/';
  if (debug) {
    const to = 'http://inner.example.com/';
    console.log(to);
  }
  {
    const { to } = { to: process.env.OTHER_URL };
    console.log(to);
  }
  return axios.get(to, { headers: { Authorization: `Bearer ${process.env.HIDDEN_TOKEN}` }, timeout: 1000 });
}
