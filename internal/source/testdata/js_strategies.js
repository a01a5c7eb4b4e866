// Tokens that are signed by steps, or verified by what a framework is given.
import { SignJWT } from 'jose';
import { Strategy as JwtStrategy, ExtractJwt } from 'passport-jwt';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy as GoogleStrategy } from 'passport-google-oauth20';
import jwt from 'jsonwebtoken';

const { SECRET, TOKEN } = process.env;
await new SignJWT({ id: 1 }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().sign(new TextEncoder().encode('a-key-that-is-written-here'));
await new SignJWT({ id: 1 }).sign(new TextEncoder().encode(SECRET));
new JwtStrategy({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: 'another-key-that-is-here' }, done);
new JwtStrategy({ secretOrKey: SECRET, algorithms: ['RS256'], audience: 'a', issuer: 'i', ignoreExpiration: true }, done);
jwt.verify(TOKEN, SECRET, { algorithms: ['HS256'], ignoreExpiration: true });
jwt.verify(TOKEN, SECRET, { algorithms: ['HS256'], ignoreExpiration: false });

export class Tokens extends PassportStrategy(JwtStrategy) {
  constructor() {
    super({ jwtFromRequest: ExtractJwt.fromHeader('x'), secretOrKey: 'a-third-key-that-is-here', algorithms: ['HS256'], audience: 'a', issuer: 'i', ignoreExpiration: true });
  }
}

export class Google extends PassportStrategy(GoogleStrategy) {
  constructor() {
    super({ clientID: 'a', callbackURL: '/back' });
  }
}

export class Loose extends PassportStrategy(JwtStrategy) {
  constructor() {
    super({ secretOrKey: SECRET });
  }
}
