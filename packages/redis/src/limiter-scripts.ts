import { longestPause } from "@kelaskit/core";
import { luaScript } from "@kelaskit/core/node";

/** Milliseconds since 1970 by the clock of Redis, with microseconds: the processes' own clocks differ. */
const now = `
local time = redis.call('time')
local now = time[1] * 1000 + time[2] / 1000
local function exactly(moment) return string.format('%.17g', moment) end
`;

/**
 * Reads until when nothing may start. More than the longest pause is cut to it, and stays cut: an older version has
 * believed what a vendor said, or the clock of Redis was set back.
 */
const readPause = `
local function readPause(starts)
  local pause = tonumber(redis.call('zscore', starts, 'pause') or 0)
  local latest = now + ${longestPause}
  if pause <= latest then return pause end
  redis.call('zadd', starts, exactly(latest), 'pause')
  return latest
end
`;

/** How far ahead of the clock a start may be counted, in milliseconds: as long as an answer of Redis may take. */
export const longestAhead = 10_000;

/**
 * Gives leave for as many starts as are wanted and free. A sorted set holds the starts of the last interval, and under
 * `pause` until when nothing may start, so that one step decides on both; and on the leases, where there are any.
 *
 * A start counts from the moment when it is free, which may be as far ahead as Redis is away: else what becomes free while
 * an answer is on its way would lie idle. While several processes wait, each gets its part of an interval.
 *
 * KEYS: starts, processes that wait, leases. ARGV: limit, interval, how many are wanted, how far ahead, the process, the
 * number of this question, leases in all (0: any number), how long a lease lasts.
 *
 * Gives for how many milliseconds a pause still lasts (0: there is none), after how many to ask again (0: all are given;
 * -1: when a lease is free), and then for each start how many milliseconds after the answer it may leave.
 */
export const takeLeaves = luaScript(`${now}${readPause}
local starts, waiting, leases = KEYS[1], KEYS[2], KEYS[3]
local limit, interval, wanted, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local process, concurrency, ttl = ARGV[5], tonumber(ARGV[7]), tonumber(ARGV[8])

local pause = readPause(starts)
if pause > now then return {math.ceil(pause - now), 0} end
redis.call('zrem', starts, 'pause')
-- The clock was set back: what it has counted later than may be counts as begun just now.
for _, member in ipairs(redis.call('zrangebyscore', starts, '(' .. exactly(now + ${longestAhead}), '+inf')) do
  redis.call('zadd', starts, exactly(now), member)
end
redis.call('zremrangebyscore', starts, '-inf', exactly(now - interval))

redis.call('zremrangebyscore', waiting, '-inf', exactly(now))
redis.call('zrem', waiting, process)
local others = redis.call('zcard', waiting)
local share = math.ceil(limit / (others + 1))
local own = {}
if others > 0 then
  local found = redis.call('zrange', starts, 0, -1, 'withscores')
  for index = 1, #found, 2 do
    if string.sub(found[index], 1, #process) == process then table.insert(own, tonumber(found[index + 1])) end
  end
end

local leased = 0
if concurrency > 0 then
  redis.call('zremrangebyscore', leases, '-inf', exactly(now))
  leased = redis.call('zcard', leases)
end
local result = {0, 0}
for index = 1, wanted do
  if concurrency > 0 and leased >= concurrency then
    result[2] = -1
    break
  end
  local start = now
  local before = redis.call('zrevrange', starts, limit - 1, limit - 1, 'withscores')[2]
  if before then start = math.max(start, before + interval) end
  local ownBefore = others > 0 and own[#own - share + 1]
  if ownBefore then start = math.max(start, ownBefore + interval) end
  if start > now + ahead then
    result[2] = math.ceil(start - now)
    break
  end
  local member = process .. ':' .. ARGV[6] .. ':' .. index
  redis.call('zadd', starts, exactly(start), member)
  table.insert(own, start)
  if concurrency > 0 then
    redis.call('zadd', leases, exactly(start + ttl), member)
    leased = leased + 1
  end
  table.insert(result, math.ceil(start - now))
end
redis.call('pexpire', starts, math.ceil(interval) + ${longestAhead + 1000})
if concurrency > 0 then redis.call('pexpire', leases, math.ceil(ttl) + ${longestAhead + 1000}) end
if result[2] ~= 0 then
  -- It asks again by then, or is gone.
  local patience = math.max(0, result[2]) + 2 * ahead + 1000
  redis.call('zadd', waiting, exactly(now + patience), process)
  redis.call('pexpire', waiting, math.max(redis.call('pttl', waiting), math.ceil(patience)))
end
return result
`);

/** Pauses all starts for some milliseconds, unless a longer pause is on. */
export const pauseFor = luaScript(`${now}${readPause}
local starts, length = KEYS[1], math.min(tonumber(ARGV[1]), ${longestPause})
if readPause(starts) >= now + length then return 0 end
redis.call('zadd', starts, exactly(now + length), 'pause')
redis.call('pexpire', starts, math.max(redis.call('pttl', starts), math.ceil(length) + 1000))
return 1
`);

/** Renews leases, also those that ended while their holder stalled: its requests are under way all the same. */
export const renewLeases = luaScript(`${now}
for index = 2, #ARGV do redis.call('zadd', KEYS[1], exactly(now + ARGV[1]), ARGV[index]) end
return redis.call('pexpire', KEYS[1], math.ceil(tonumber(ARGV[1])) + 1000)
`);
