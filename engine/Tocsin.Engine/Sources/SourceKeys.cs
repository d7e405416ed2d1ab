using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Storage.Commits;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The dedupe keys of a source that were seen lately, as hashes of 128 bits. They are kept in storage together with the events they came
/// with. Bounded by age and by number; the oldest go first. Safe for any thread.
/// </summary>
internal sealed class SourceKeys(string source)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(3);

    /// <summary>How many are remembered.</summary>
    public const int Most = 250_000;

    /// <summary>How many old ones go with a new one: its request waits for that.</summary>
    private const int MostDropped = 20;

    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _known = [];
    private readonly HashSet<UInt128> _unheard = [];
    private readonly Queue<(UInt128 Hash, long At)> _byAge = [];

    public static UInt128 HashOf(string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>Remembers a key that storage knows; to be called from the oldest to the newest.</summary>
    public void Restore(UInt128 hash, long at)
    {
        lock (_gate)
        {
            if (_known.Add(hash))
                _byAge.Enqueue((hash, at));
        }
    }

    public bool Contains(UInt128 hash)
    {
        lock (_gate)
            return _known.Contains(hash);
    }

    /// <summary>Remembers a key; false when it is known.</summary>
    /// <param name="at">Now, in seconds since 1970.</param>
    /// <param name="commit">Gets what puts the change into storage.</param>
    public bool TryAdd(UInt128 hash, long at, JointChange commit)
    {
        lock (_gate)
        {
            if (!_known.Add(hash))
                return false;

            _byAge.Enqueue((hash, at));
            commit.Add(writer => writer.AddSourceKey(source, hash, at));
            var oldest = at - (long)Age.TotalSeconds;
            for (var dropped = 0; dropped < MostDropped && (_byAge.Count > Most || _byAge.Peek().At < oldest); dropped++)
            {
                var old = _byAge.Dequeue().Hash;
                _known.Remove(old);
                _unheard.Remove(old);
                commit.Add(writer => writer.RemoveSourceKey(source, old));
            }

            return true;
        }
    }

    /// <summary>Notes that no handler got the event of a key, so that who sends it again is told the same.</summary>
    public void NoteUnheard(UInt128 hash)
    {
        lock (_gate)
            _unheard.Add(hash);
    }

    /// <summary>Whether no handler got the event of a key; that is not known any more after a restart.</summary>
    public bool WasUnheard(UInt128 hash)
    {
        lock (_gate)
            return _unheard.Contains(hash);
    }

    /// <summary>Forgets a key whose event could not be committed.</summary>
    public void Forget(UInt128 hash)
    {
        lock (_gate)
            _known.Remove(hash);
    }
}
