import { longestPause } from "@kelaskit/core";
import { luaScript } from "@kelaskit/core/node";

/** The clock of Redis in milliseconds since 1970, to the microsecond. The clocks of the processes differ, so they are not used. */
const now = `
local time = redis.call('time')
local now = time[1] * 1000 + time[2] / 1000
local function exactly(moment) return string.format('%.17g', moment) end
`;

/**
 * Reads when the current pause ends. A pause longer than the longest allowed one is shortened for good: an older version believed
 * any value from a vendor, or the clock of Redis was set back.
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

/** How far in the future a start may be scheduled, in milliseconds: the longest that Redis may take to reply. */
export const longestAhead = 10_000;

/**
 * Grants permits for up to the requested number of starts. One sorted set contains the starts of the last interval and, as member
 * `pause`, the end of the pause, so that a single step checks both, as well as the leases where `concurrency` is set.
 *
 * A start may be scheduled ahead, by as much as the latency of Redis: otherwise capacity that becomes free while a reply is on its
 * way would be wasted. While several processes wait, each receives an equal share of an interval.
 *
 * KEYS: starts, waiting processes, leases. ARGV: limit, interval, number of permits requested, how far ahead, the process's id, the
 * number of this request, maximum leases (0: unlimited), duration of a lease.
 *
 * Returns how many milliseconds a pause still lasts (0: no pause), after how many milliseconds to ask again (0: all permits
 * granted; -1: when a lease is free), and then for each permit how many milliseconds after the reply its request may start.
 */
export const takePermits = luaScript(`${now}${readPause}
local starts, waiting, leases = KEYS[1], KEYS[2], KEYS[3]
local limit, interval, wanted, ahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local process, concurrency, ttl = ARGV[5], tonumber(ARGV[7]), tonumber(ARGV[8])

local pause = readPause(starts)
if pause > now then return {math.ceil(pause - now), 0} end
redis.call('zrem', starts, 'pause')
-- If the clock was set back, starts beyond the allowed future count as started now.
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
  -- By then the process has asked again, or is gone.
  local patience = math.max(0, result[2]) + 2 * ahead + 1000
  redis.call('zadd', waiting, exactly(now + patience), process)
  redis.call('pexpire', waiting, math.max(redis.call('pttl', waiting), math.ceil(patience)))
end
return result
`);

/** Pauses all starts for a number of milliseconds, unless a longer pause is in effect. */
export const pauseFor = luaScript(`${now}${readPause}
local starts, length = KEYS[1], math.min(tonumber(ARGV[1]), ${longestPause})
if readPause(starts) >= now + length then return 0 end
redis.call('zadd', starts, exactly(now + length), 'pause')
redis.call('pexpire', starts, math.max(redis.call('pttl', starts), math.ceil(length) + 1000))
return 1
`);

/** Renews leases, including those that expired while their holder stalled: its requests are still in progress. */
export const renewLeases = luaScript(`${now}
for index = 2, #ARGV do redis.call('zadd', KEYS[1], exactly(now + ARGV[1]), ARGV[index]) end
return redis.call('pexpire', KEYS[1], math.ceil(tonumber(ARGV[1])) + 1000)
`);
