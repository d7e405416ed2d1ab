using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Server.Users;

/// <summary>
/// Who credentials were found to be: a password takes long to check, and agents show theirs with every write. Keeps their hashes, with a key of
/// this process, and not them. Safe for any number of threads.
/// </summary>
internal sealed class CredentialCache
{
    private const int Most = 4096;
    private const int KeyBytes = 32;
    private const int LongestOnStack = 512;
    private const long KeptMilliseconds = 5 * 60 * 1000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyBytes);
    private readonly ConcurrentDictionary<SecretHash, Entry> _entries = new();
    private int _version;

    /// <summary>Changes when what was found may be wrong.</summary>
    public int Version => Volatile.Read(ref _version);

    public bool TryFind(in Credentials credentials, long now, [NotNullWhen(true)] out Caller? caller, out ApiToken? token)
    {
        if (_entries.TryGetValue(HashOf(credentials), out var entry) && now < entry.Until)
        {
            (caller, token) = (entry.Caller, entry.Token);
            return true;
        }

        (caller, token) = (null, null);
        return false;
    }

    /// <summary>Keeps what was found, unless something changed meanwhile.</summary>
    /// <param name="version">What <see cref="Version"/> was before it was looked for.</param>
    /// <param name="until">When the credentials end themselves, in milliseconds since 1970.</param>
    public void Add(in Credentials credentials, Caller caller, ApiToken? token, long now, long until, int version)
    {
        if (_entries.Count >= Most)
            _entries.Clear();
        var hash = HashOf(credentials);
        _entries[hash] = new Entry(caller, token, Math.Min(now + KeptMilliseconds, until));
        if (version != Version)
            _entries.TryRemove(hash, out _);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _version);
        _entries.Clear();
    }

    private SecretHash HashOf(in Credentials credentials)
    {
        var length = KeyBytes + 1 + Encoding.UTF8.GetMaxByteCount(credentials.Text.Length);
        var bytes = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        _key.CopyTo(bytes);
        bytes[KeyBytes] = (byte)credentials.Kind;
        var written = KeyBytes + 1 + Encoding.UTF8.GetBytes(credentials.Text, bytes[(KeyBytes + 1)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..written], hash);
        return new SecretHash(MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    private sealed record Entry(Caller Caller, ApiToken? Token, long Until);
}
