using System.Formats.Asn1;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>Object identifiers as people write them.</summary>
internal static class ObjectId
{
    /// <summary>Without the dot that some put before it.</summary>
    public static string Plain(string oid) => oid.TrimStart('.');

    public static bool IsValid(string oid)
    {
        try
        {
            new AsnWriter(AsnEncodingRules.BER).WriteObjectIdentifier(Plain(oid));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
