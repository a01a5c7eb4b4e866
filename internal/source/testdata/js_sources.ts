// Where a credential or a host can come from.
import dotenv from 'dotenv';
import getConfig from 'next/config';
import { headers, cookies } from 'next/headers';
import env from 'env-var';
import config from 'config';
import nconf from 'nconf';
import * as core from '@actions/core';
import { Body, Query, Param, Headers as Fields, Req } from '@nestjs/common';
import keytar from 'keytar';
import { SecretClient } from '@azure/keyvault-secrets';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';

const send = (token, host = 'api.example.com') => fetch(`https://${host}/x`, { headers: { Authorization: `Bearer ${token}` } });

send(process.env.TOKEN);
send(process.env['OTHER_TOKEN']);
send(import.meta.env.VITE_TOKEN);
send(Bun.env.BUN_TOKEN);
send(Deno.env.get('DENO_TOKEN'));
send(dotenv.config().parsed.FILE_TOKEN);
send(env.get('VAR_TOKEN'));
send(useRuntimeConfig().apiToken);
send(getConfig().nextToken);
send(config.get('token'));
send(nconf.get('nconf-token'));
send(core.getInput('input-token'));
send(localStorage.getItem('stored-token'));
send(sessionStorage.getItem('session-token'));
send(keytar.getPassword('service', 'account'));
send(new SecretClient(URL_OF_VAULT).getSecret('vault-token'));
send(manager.getSecretValue({ SecretId: 'managed-token' }));
send(new GetSecretValueCommand({ SecretId: 'commanded-token' }));
send(manager.accessSecretVersion({ name: 'versioned-token' }));
const { A_TOKEN, HOST = 'set.example.com', ...rest } = process.env;
send(A_TOKEN, HOST);
send(rest.REST_TOKEN, process.env.API_HOST || 'or.example.com');
send(process.env.B_TOKEN ?? 'the-fallback-value', process.env.URL_HOST ?? 'maybe.example.com');

async function rows(id) {
  send((await prisma.hook.findUnique({ where: { id } })).token);
  send((await prisma.hook.findUniqueOrThrow({ where: { id } })).token);
  send((await prisma.hook.findFirst({ where: { id } })).token);
  send((await Hook.findOne({ id })).token);
  send((await Hook.findById(id)).token);
  send((await Hook.findByPk(id)).token);
}

class Controller {
  constructor(private readonly configService: ConfigService, private readonly config: ConfigService) {}
  one(@Body('token') token, @Query('host') host, @Param('id') id, @Fields('x-token') field, @Req() whole) {
    send(token, host);
    send(field, id);
    send(whole.token);
  }
  two() {
    send(this.configService.get('API_TOKEN'), this.configService.get('API_HOST', 'service.example.com'));
    send(this.configService.getOrThrow('MUST_TOKEN'));
    send(this.config.get('OWN_TOKEN'), this.config.get('OWN_HOST', 'own.example.com'));
  }
}

export async function GET(request, { params }) {
  send(headers().get('x-token'), params.host);
  send(cookies().get('token'), request.nextUrl.searchParams.get('host'));
}
export function POST(message) { return send(message.token); }
export function PUT(message) { return send(message.token); }
export function PATCH(message) { return send(message.token); }
export function DELETE(message) { return send(message.token); }
export function HEAD(message) { return send(message.token); }
export function OPTIONS(message) { return send(message.token); }
export async function getServerSideProps(message) { return send(message.token); }

import { createEnv } from '@t3-oss/env-nextjs';
import { createEnv as coreEnv } from '@t3-oss/env-core';
import { cleanEnv } from 'envalid';
import { z } from 'zod';
const checkedEnv = createEnv({ server: {} });
send(checkedEnv.NEXT_TOKEN);
send(coreEnv({}).CORE_TOKEN);
send(cleanEnv(process.env, {}).CLEAN_TOKEN);
send(z.object({ A: z.string() }).parse(process.env).PARSED_TOKEN);
send((await z.object({}).parseAsync(process.env)).LATER_TOKEN);
send(z.object({}).safeParse(process.env).data.SAFE_TOKEN);

export function ambient(req, res) {
  fetch(req.body.url, { headers: { authorization: `Bearer ${req.cookies.token}` } });
  fetch(req.body.url, { headers: { authorization: `Bearer ${req.signedCookies.token}` } });
  fetch(req.body.url, { headers: { authorization: `Bearer ${req.body.token}` } });
}
import dns from 'node:dns';
import { resolveSrv } from 'dns/promises';
async function named() {
  const [first] = await resolveSrv('_one._tcp.example.com');
  const [second] = await dns.promises.resolveSrv('_two._tcp.example.com');
  fetch(`https://${first.name}/x`, { headers: { Authorization: process.env.ONE_TOKEN! } });
  fetch(`https://${second.name}/x`, { headers: { Authorization: process.env.TWO_TOKEN! } });
}
