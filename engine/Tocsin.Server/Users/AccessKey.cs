using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Users;

/// <summary>A key of the data folder, made once: what programs are given that this server itself tells how to reach it is derived from it.</summary>
internal sealed class AccessKey
{
    public const string FileName = "access.key";

    private const int Length = 32;

    private readonly byte[] _key;

    private AccessKey(byte[] key) => _key = key;

    /// <summary>What InfluxDB shows with the writes that it sends on. The same after a restart: subscriptions that are there stay right.</summary>
    public string Subscriber => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes("subscriber")));

    /// <summary>The key of a folder; makes it when there is none.</summary>
    /// <exception cref="IOException">It can be neither read nor made.</exception>
    public static AccessKey Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        PrivateFile.Restrict(path);
        using var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var key = new byte[Length];
        if (file.ReadAtLeast(key, Length, throwOnEndOfStream: false) == Length)
            return new AccessKey(key);
        RandomNumberGenerator.Fill(key);
        file.SetLength(0);
        file.Write(key);
        file.Flush(flushToDisk: true);
        return new AccessKey(key);
    }
}
