using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Tocsin.Plugins.SnmpTrap;

/// <summary>An SNMPv2c trap as bytes. RFC 3416 calls its parts as they are called here.</summary>
internal sealed class TrapPacket
{
    private const int Version2c = 1;
    private const uint UpTime = 1000;

    // What fits into a datagram, less what stands around the texts.
    private const int LongestTexts = 60_000;

    private const string UpTimeOid = "1.3.6.1.2.1.1.3.0";
    private const string TrapOid = "1.3.6.1.6.3.1.1.4.1.0";

    private static readonly Asn1Tag Trap = new(TagClass.ContextSpecific, 7);
    private static readonly Asn1Tag TimeTicks = new(TagClass.Application, 3);
    private static readonly Asn1Tag Counter64 = new(TagClass.Application, 6);

    private readonly AsnWriter _writer = new(AsnEncodingRules.BER);

    /// <summary>The whole packet.</summary>
    /// <param name="values">What it carries: texts that were filled in.</param>
    /// <exception cref="FormatException">A value isn't of its type.</exception>
    public static byte[] Write(string community, int requestId, string trapOid, IReadOnlyList<(SnmpData Data, string Value)> values)
    {
        var packet = new TrapPacket();
        packet.WriteMessage(community, requestId, trapOid, values);
        return packet._writer.Encode();
    }

    private void WriteMessage(string community, int requestId, string trapOid, IReadOnlyList<(SnmpData Data, string Value)> values)
    {
        using var message = _writer.PushSequence();
        _writer.WriteInteger(Version2c);
        _writer.WriteOctetString(Encoding.UTF8.GetBytes(community));
        using var trap = _writer.PushSequence(Trap);
        _writer.WriteInteger(requestId);
        _writer.WriteInteger(0);
        _writer.WriteInteger(0);
        using var bindings = _writer.PushSequence();
        WriteBinding(UpTimeOid, () => _writer.WriteInteger(UpTime, TimeTicks));
        WriteBinding(TrapOid, () => _writer.WriteObjectIdentifier(ObjectId.Plain(trapOid)));
        var longest = LongestTexts / Math.Max(1, values.Count(value => value.Data.Type == "s"));
        foreach (var (data, value) in values)
            WriteBinding(ObjectId.Plain(data.Oid), () => WriteValue(data, value, longest));
    }

    private void WriteBinding(string oid, Action write)
    {
        using var binding = _writer.PushSequence();
        _writer.WriteObjectIdentifier(oid);
        write();
    }

    private void WriteValue(SnmpData data, string value, int longest)
    {
        switch (data.Type)
        {
            case "c":
                _writer.WriteInteger((ulong)NumberOf(data, value, 0, long.MaxValue), Counter64);
                break;
            case "i":
                _writer.WriteInteger(NumberOf(data, value, int.MinValue, int.MaxValue));
                break;
            case "t":
                _writer.WriteInteger(NumberOf(data, value, 0, uint.MaxValue), TimeTicks);
                break;
            case "s":
                _writer.WriteOctetString(BytesOf(value, longest));
                break;
            default:
                _writer.WriteNull();
                break;
        }
    }

    // Fields that are floats are rounded: SNMP has none.
    private static long NumberOf(SnmpData data, string value, long least, long most)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !(Math.Abs(real) < 1L << 53))
                throw new FormatException($"the value '{value}' of {data.Oid} isn't a number, as its type '{data.Type}' requires");
            number = (long)Math.Round(real);
        }

        return number >= least && number <= most
            ? number
            : throw new FormatException($"the value {number} of {data.Oid} is beyond its type '{data.Type}', which holds {least} to {most}");
    }

    private static byte[] BytesOf(string text, int longest)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= longest)
            return bytes;

        // Not within a character.
        var length = longest;
        while ((bytes[length] & 0xC0) == 0x80)
            length--;
        return bytes[..length];
    }
}
