using System.Security.Cryptography;
using System.Text;

namespace Tocsin.Pipelines.Processing;

/// <summary>Who this server is, as statistics and payloads say.</summary>
/// <param name="Hostname">How others reach this host.</param>
/// <param name="ClusterId">A UUID that the servers of a cluster share.</param>
/// <param name="ServerId">A UUID of this server.</param>
public sealed record ServerIdentity(string Hostname, string ClusterId, string ServerId)
{
    /// <summary>That of a server by the id that was made with its data folder: both ids are of it, and stay with it.</summary>
    public static ServerIdentity Of(string hostname, string id)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("server " + id))[..16];

        // A UUID of version 8, of a form of its own.
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        return new ServerIdentity(hostname, id, new Guid(bytes, bigEndian: true).ToString());
    }
}
