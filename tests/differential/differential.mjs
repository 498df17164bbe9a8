#!/usr/bin/env node
// Holds our policy engine against one that nobody here wrote: @cloud-copilot/iam-simulate, where it is installed.
//
//   differential.mjs JUDGE [CASES [SEED]]
//
// Random policies, callers, resources, conditions and organizations go to both; every decision must be the same. A case
// that is not is printed whole. Without the package it says so and exits with 77.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

const [judge, cases = '2000', seed = '1'] = process.argv.slice(2)

async function peer() {
  const places = [process.cwd(), process.env.IAM_SIMULATE, ...(process.env.NODE_PATH ?? '').split(':')].filter(Boolean)
  for (const place of places) {
    try {
      const found = createRequire(path.join(place, 'none.js')).resolve('@cloud-copilot/iam-simulate')
      return await import(pathToFileURL(found))
    } catch { /* not here */ }
  }
  return null
}

// ---- chance, the same for the same seed

let state = BigInt(seed) * 0xd1342543de82ef95n & 0xffffffffffffffffn      // far from other seeds' sequences
function chance() {
  state = (state + 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn
  let z = state
  z = (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n & 0xffffffffffffffffn
  z = (z ^ (z >> 27n)) * 0x94d049bb133111ebn & 0xffffffffffffffffn
  return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53
}
const maybe = p => chance() < p
const one = list => list[Math.floor(chance() * list.length)]
const some = (list, most = 3) => Array.from({ length: 1 + Math.floor(chance() * most) }, () => one(list))
const oneOrMore = (list, most) => maybe(0.6) ? one(list) : some(list, most)

// ---- the world

const HERE = '111122223333', THERE = '444455556666', ORG = 'o-exampleorgid'
const PLACES = {
  's3:GetObject': a => one(['arn:aws:s3:::archive/logs/a.gz', 'arn:aws:s3:::archive/public/x', 'arn:aws:s3:::other/logs/a.gz']),
  's3:PutObject': a => one(['arn:aws:s3:::archive/logs/a.gz', 'arn:aws:s3:::archive/home/alice/x']),
  's3:ListBucket': a => one(['arn:aws:s3:::archive', 'arn:aws:s3:::other']),
  'sqs:SendMessage': a => `arn:aws:sqs:${one(['us-east-1', 'eu-west-1'])}:${a}:${one(['jobs', 'jobs-dead'])}`,
  'sns:Publish': a => `arn:aws:sns:us-east-1:${a}:${one(['alarms', 'trail'])}`,
  'kms:Decrypt': a => `arn:aws:kms:us-east-1:${a}:key/${one(['0987dcba-09fe-87dc-65ba-ab0987654321', '1234abcd-12ab-34cd-56ef-1234567890ab'])}`,
  'sts:AssumeRole': a => `arn:aws:iam::${a}:role/${one(['Reader', 'Writer'])}`,
  'cloudtrail:StopLogging': a => `arn:aws:cloudtrail:us-east-1:${a}:trail/${one(['org', 'mine'])}`,
  'iam:GetUser': a => `arn:aws:iam::${a}:user/${one(['alice', 'bob'])}`,
}
const ACTIONS = ['*', 's3:*', 's3:Get*', 's3:*Object', 's3:?etObject', 'S3:getobject', 'sqs:*', 'sqs:SendMessage', 'sns:Publish', 'sns:*', 'kms:*', 'kms:Decrypt', 'sts:AssumeRole', 'sts:*',
                 'cloudtrail:*', 'cloudtrail:*Logging', 'iam:Get*', 'iam:*', ...Object.keys(PLACES)]
const RESOURCES = ['*', 'arn:aws:s3:::*', 'arn:aws:s3:::archive', 'arn:aws:s3:::archive/*', 'arn:aws:s3:::archive/logs/?.gz', 'arn:aws:s3:::archive/home/${aws:username}/*', 'arn:aws:s3:::*/public/*',
                   `arn:aws:sqs:*:${HERE}:jobs*`, `arn:aws:sqs:us-east-1:${THERE}:*`, `arn:aws:sns:us-east-1:*:trail`, `arn:aws:kms:*:*:key/*`, `arn:aws:iam::*:role/Reader`, `arn:aws:iam::${HERE}:*`,
                   'arn:aws:cloudtrail:*:*:trail/org', `arn:aws:iam::*:user/\${aws:username}`]

const CONTEXT = {
  'aws:SourceIp': () => one(['10.0.0.7', '10.0.1.9', '192.168.1.1', '2001:db8::7']),
  'aws:SecureTransport': () => one(['true', 'false']),
  'aws:PrincipalOrgID': () => one([ORG, 'o-otherorgid1']),
  'aws:MultiFactorAuthAge': () => one(['30', '3600', '86400']),
  'aws:MultiFactorAuthPresent': () => one(['true', 'false']),
  'aws:CurrentTime': () => one(['2026-11-22T08:00:00Z', '2024-02-29T23:59:59Z']),
  'aws:username': () => one(['alice', 'bob']),
  'aws:RequestedRegion': () => one(['us-east-1', 'eu-west-1']),
  'aws:SourceArn': () => one(['arn:aws:cloudtrail:us-east-1:111122223333:trail/org', 'arn:aws:s3:::archive']),
  'aws:PrincipalTag/team': () => one(['red', 'blue', 'Red']),
  'aws:ResourceTag/team': () => one(['red', 'blue']),
  'aws:RequestTag/cost': () => one(['1', '2']),
  'aws:UserAgent': () => one(['aws-cli/2.9.19', 'Boto3']),
}
const MULTI = {
  'aws:TagKeys': () => some(['team', 'cost', 'Team', 'other'], 3),
  'aws:CalledVia': () => some(['cloudformation.amazonaws.com', 'athena.amazonaws.com'], 2),
}
const TEXTS = {
  'aws:PrincipalOrgID': [ORG, 'o-*', 'o-otherorgid?', 'O-EXAMPLEORGID'],
  'aws:username': ['alice', 'al*', 'ALICE', 'b?b'],
  'aws:RequestedRegion': ['us-east-1', 'us-*', 'eu-west-?', 'EU-WEST-1'],
  'aws:PrincipalTag/team': ['red', 'r*', '${aws:ResourceTag/team}', 'BLUE'],
  'aws:ResourceTag/team': ['red', '${aws:PrincipalTag/team}', 'blu?'],
  'aws:RequestTag/cost': ['1', '*'],
  'aws:UserAgent': ['aws-cli/*', 'Boto3', '*'],
  'aws:TagKeys': ['team', 'cost', 'te*', 'TEAM'],
  'aws:CalledVia': ['cloudformation.amazonaws.com', '*.amazonaws.com'],
}
const STRINGS = ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike']
const NUMBERS = ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals']
const DATES = ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals']
const ARNS = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike']

function condition() {
  const kind = chance()
  const exists = maybe(0.2) ? 'IfExists' : ''
  if (kind < 0.45) {
    const key = one(Object.keys(TEXTS).filter(k => !(k in MULTI)))
    return [one(STRINGS) + exists, key, oneOrMore(TEXTS[key])]
  }
  if (kind < 0.6) {
    const key = one(Object.keys(MULTI))
    return [one(['ForAllValues:', 'ForAnyValue:']) + one(STRINGS) + exists, key, oneOrMore(TEXTS[key])]
  }
  if (kind < 0.67) return ['Null', one([...Object.keys(CONTEXT), ...Object.keys(MULTI)]), one(['true', 'false'])]
  if (kind < 0.74) return ['Bool' + exists, one(['aws:SecureTransport', 'aws:MultiFactorAuthPresent']), one(['true', 'false'])]
  if (kind < 0.81) return [one(NUMBERS) + exists, 'aws:MultiFactorAuthAge', oneOrMore(['30', '3600', '100', '86400'])]
  if (kind < 0.87) return [one(DATES) + exists, 'aws:CurrentTime', one(['2026-11-22T08:00:00Z', '2025-01-01T00:00:00Z', '2024-02-29T23:59:59Z'])]
  if (kind < 0.94) return [one(['IpAddress', 'NotIpAddress']) + exists, 'aws:SourceIp', oneOrMore(['10.0.0.0/24', '10.0.0.0/8', '192.168.1.1', '192.168.1.1/32', '2001:db8::/32'])]
  return [one(ARNS) + exists, 'aws:SourceArn', oneOrMore(['arn:aws:cloudtrail:*:111122223333:trail/*', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org', 'arn:aws:s3:::*', 'arn:aws:s3:::arch?ve'])]
}

function principals() {
  const kind = chance()
  if (kind < 0.2) return '*'
  if (kind < 0.25) return { AWS: '*' }
  if (kind < 0.35) return { Service: oneOrMore(['cloudtrail.amazonaws.com', 's3.amazonaws.com'], 2) }
  return { AWS: oneOrMore([HERE, THERE, `arn:aws:iam::${HERE}:root`, `arn:aws:iam::${THERE}:root`, `arn:aws:iam::${HERE}:user/alice`, `arn:aws:iam::${THERE}:user/bob`,
                           `arn:aws:iam::${HERE}:role/Reader`, `arn:aws:sts::${HERE}:assumed-role/Reader/session`, `arn:aws:iam::${THERE}:role/Writer`], 2) }
}

function statement(of, about) {
  const s = { Effect: maybe(of.allow ?? 0.72) ? 'Allow' : 'Deny' }
  if (of.principal) {
    s.Principal = principals()
    if (s.Effect === 'Deny' && s.Principal.AWS && s.Principal.AWS !== '*' && maybe(0.2)) { s.NotPrincipal = s.Principal; delete s.Principal }
  }
  const actions = () => maybe(0.5) ? one([about.action, about.action.split(':')[0] + ':*', '*']) : oneOrMore(ACTIONS)
  s[maybe(0.08) && !of.trust ? 'NotAction' : 'Action'] = of.trust ? one(['sts:AssumeRole', 'sts:*', '*'].slice(0, 2)) : actions()
  if (!of.trust) s[maybe(0.08) && !of.scp ? 'NotResource' : 'Resource'] = maybe(0.5) ? one([about.resource, '*']) : oneOrMore(RESOURCES)
  const conditions = {}
  for (let n = maybe(0.45) ? 1 + maybe(0.3) : 0; n > 0; --n) {
    const [op, key, value] = condition()
    ;(conditions[op] ??= {})[key] = value
  }
  if (Object.keys(conditions).length) s.Condition = conditions
  return s
}
const document = (of, about) => ({ Version: '2012-10-17', Statement: Array.from({ length: 1 + Math.floor(chance() * 3) }, () => statement(of, about)) })
const FULL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

function scpLevel(about) {
  const policies = maybe(0.85) ? [FULL] : []
  if (maybe(0.35) || !policies.length) policies.push({ Version: '2012-10-17', Statement: [statement({ scp: true, allow: policies.length ? 0.2 : 0.8 }, about)] })
  return policies
}
function rcpLevel(about) {
  if (!maybe(0.3)) return []
  const s = statement({ allow: 0 }, about)
  delete s.NotAction
  if (!s.Action || s.Action === '*' || s.Action.includes('*')) s.Action = about.action
  s.Principal = '*'
  return [{ Version: '2012-10-17', Statement: [s] }]
}

function caller() {
  const account = maybe(0.7) ? HERE : THERE
  const kind = chance()
  if (kind < 0.5) return { kind: 'user', account, arn: `arn:aws:iam::${account}:user/${account === HERE ? 'alice' : 'bob'}` }
  if (kind < 0.85) {
    const role = account === HERE ? 'Reader' : 'Writer'
    return { kind: 'session', account, arn: `arn:aws:sts::${account}:assumed-role/${role}/session`, role: `arn:aws:iam::${account}:role/${role}` }
  }
  if (kind < 0.93) return { kind: 'root', account, arn: `arn:aws:iam::${account}:root` }
  return { kind: 'service', account: '', arn: '', service: 'cloudtrail.amazonaws.com' }
}

function draw() {
  const who = caller(), action = one(Object.keys(PLACES)), owner = maybe(0.7) ? HERE : THERE
  const about = { action, resource: PLACES[action](owner) }
  const context = {}
  for (const [key, make] of Object.entries(CONTEXT)) if (maybe(0.6)) context[key] = [make()]
  for (const [key, make] of Object.entries(MULTI)) if (maybe(0.6)) context[key] = [...new Set(make())]
  if (who.kind === 'user') context['aws:username'] = [who.arn.split('/')[1]]
  else delete context['aws:username']
  const c = { ...who, ...about, owner, context, trust: ['sts:AssumeRole', 'kms:Decrypt'].includes(action) }
  const person = who.kind === 'user' || who.kind === 'session'
  if (person) c.identity = Array.from({ length: Math.floor(chance() * 4) }, () => document({}, about))
  if (person && maybe(0.25)) c.boundary = maybe(0.4) ? FULL : document({}, about)
  if (who.kind === 'session' && maybe(0.25)) c.session = maybe(0.4) ? FULL : document({}, about)
  if (c.trust || maybe(0.6)) c.resourcePolicy = document({ principal: true, trust: action === 'sts:AssumeRole' }, about)
  if (who.kind !== 'service' && maybe(0.5)) c.scps = Array.from({ length: 3 }, () => scpLevel(about))
  if (maybe(0.3) && /^(s3|sqs|kms|sts):/.test(action)) c.rcps = Array.from({ length: 2 }, () => rcpLevel(about))
  return c
}

// ---- both engines

const named = policies => policies.map((policy, i) => ({ name: `p${i}`, policy }))
const level = (policies, i) => ({ orgIdentifier: `ou-${i}`, policies: named(policies) })
const valued = context => Object.fromEntries(Object.entries(context).map(([k, v]) => [k, k in MULTI ? v : v[0]]))

// The other engine takes a root user for one without policies: it is told that it may do everything, as AWS has it.
function theirs(c) {
  return {
    request: { principal: c.kind === 'service' ? c.service : c.arn, action: c.action, resource: { resource: c.resource, accountId: c.owner }, contextVariables: valued(c.context) },
    identityPolicies: named(c.kind === 'root' ? [FULL] : c.identity ?? []), serviceControlPolicies: (c.scps ?? []).map(level), resourceControlPolicies: (c.rcps ?? []).map(level),
    resourcePolicy: c.resourcePolicy, permissionBoundaryPolicies: c.boundary ? named([c.boundary]) : undefined, sessionPolicy: c.session,
  }
}
function ours(c) {
  const text = d => JSON.stringify(d)
  return JSON.stringify({ ...c, identity: c.identity?.map(text), boundary: c.boundary && text(c.boundary), session: c.session && text(c.session), resourcePolicy: c.resourcePolicy && text(c.resourcePolicy),
                          scps: c.scps?.map(l => l.map(text)), rcps: c.rcps?.map(l => [FULL, ...l].map(text)) })
}

async function decisions(lines) {
  const child = spawn(judge, { stdio: ['pipe', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', piece => { out += piece })
  child.stdin.end(lines.join('\n') + '\n')
  const status = await new Promise(done => child.on('close', done))
  if (status !== 0) throw new Error(`${judge} ended with ${status}`)
  return out.trim().split('\n')
}

// Disagreements that AWS's documentation settles our way, or leaves open.
const SETTLED = [
  ['a condition with IfExists holds where its key is absent, with a set operator too (IAM JSON policy elements: Condition operators)',
   (c, ours, theirs) => /"ForAnyValue:[A-Za-z]+IfExists"/.test(JSON.stringify(c))],
  ['NotPrincipal in a Deny spares whom it names together with the account (IAM JSON policy elements: NotPrincipal)',
   (c, ours) => ours === 'ExplicitlyDenied' && c.resourcePolicy?.Statement.some(s => s.NotPrincipal)],
  ['an address of one family is in no range of the other, so NotIpAddress holds',
   (c) => /NotIpAddress/.test(JSON.stringify(c)) && c.context['aws:SourceIp']?.[0].includes(':')],
  ['a variable without a value equals nothing, so NotResource with it names nothing (IAM policy elements: Variables, "Policy variables with no value")',
   (c) => !c.context['aws:username'] && /"NotResource":[^}]*\$\{aws:username\}/.test(JSON.stringify(c))],
  ['what a resource policy grants to the session itself, no session policy limits (Policy evaluation logic: resource-based policies within one account)',
   (c, ours) => ours === 'Allowed' && c.kind === 'session' && c.session && JSON.stringify(c.resourcePolicy ?? '').includes(c.arn)],
  ['whether "*" in a resource policy overrules the implicit denies of a boundary or session policy is not documented: here it does not',
   (c, ours, theirs) => ours === 'ImplicitlyDenied' && theirs === 'Allowed' && (c.boundary || c.session) && /"Principal":("\*"|{"AWS":"\*"})/.test(JSON.stringify(c.resourcePolicy ?? ''))],
]

async function compare(c) {
  const answer = await simulate(theirs(c), {})
  return answer.resultType === 'error' ? null : [answer.overallResult, (await decisions([ours(c)]))[0]]
}

// Leaves out what can be left out while the engines still differ.
async function shrunk(c) {
  const places = function* (node, path = []) {
    if (node === null || typeof node !== 'object') return
    for (const key of Object.keys(node)) { yield [...path, key]; yield* places(node[key], [...path, key]) }
  }
  for (let again = true; again;) {
    again = false
    for (const path of [...places(c)]) {
      if (['kind', 'account', 'arn', 'role', 'service', 'action', 'resource', 'owner', 'trust', 'Effect', 'Version', 'Principal'].includes(path.at(-1)) || path.length < 2 && path[0] === 'context') continue
      const less = structuredClone(c)
      const holder = path.slice(0, -1).reduce((at, key) => at?.[key], less)
      if (holder === undefined || !(path.at(-1) in holder)) continue
      if (Array.isArray(holder) && holder.length === 1 && typeof holder[0] === 'string') continue
      Array.isArray(holder) ? holder.splice(path.at(-1), 1) : delete holder[path.at(-1)]
      const both = await compare(less).catch(() => null)
      if (both && both[0] !== both[1]) { c = less; again = true; break }
    }
  }
  return c
}

const { runSimulation: simulate } = await peer() ?? {}
if (!simulate) {
  console.log('skipped: @cloud-copilot/iam-simulate is not installed (npm install it, and name its folder in IAM_SIMULATE)')
  process.exit(77)
}
let differ = 0, compared = 0, refused = 0
const tally = {}, settled = new Map()
while (compared < Number(cases)) {
  const drawn = []
  for (let n = 0; n < 1000; ++n) {
    const c = draw()
    const answer = await simulate(theirs(c), {})
    if (answer.resultType === 'error') {
      if (++refused <= 3) console.log(JSON.stringify({ refused: answer.errors, case: c }))
      continue
    }
    // Keys that it knows not to come with the action are as good as absent.
    for (const key of answer.result?.ignoredContextKeys ?? answer.results?.[0]?.ignoredContextKeys ?? []) delete c.context[Object.keys(c.context).find(k => k.toLowerCase() === key.toLowerCase())]
    drawn.push([c, answer.overallResult])
  }
  const answers = await decisions(drawn.map(([c]) => ours(c)))
  for (const [i, [c, expected]] of drawn.entries()) {
    tally[expected] = (tally[expected] ?? 0) + 1
    ++compared
    if (expected === answers[i]) continue
    const reason = SETTLED.find(([, holds]) => holds(c, answers[i], expected))
    if (reason) settled.set(reason[0], (settled.get(reason[0]) ?? 0) + 1)
    else if (++differ <= 8) console.log(JSON.stringify({ ours: answers[i], theirs: expected, ...await shrunk(c) }))
  }
}
for (const [reason, n] of settled) console.log(`${n} settled: ${reason}`)
console.log(`${compared} decisions compared, ${differ} differ, ${refused} refused by the other engine`, tally)
process.exit(differ ? 1 : 0)
