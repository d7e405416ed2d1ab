using System.Buffers.Binary;
using System.Text;
using Tocsin.Dsl.Time;

namespace Tocsin.Inputs.Collectd;

/// <summary>Reads collectd's binary protocol: parts of a type, a length and what belongs to it.</summary>
internal sealed class CollectdPacket(CollectdSecurity security, Action<CollectdReading> take, Action<string> refuse)
{
    private const int Head = 4;
    private const long LatestSecond = long.MaxValue / Duration.Second;

    private readonly CollectdReading _reading = new();

    /// <summary>Reads a datagram. What is not understood is refused, and so is all behind it.</summary>
    public void Read(ReadOnlySpan<byte> datagram)
    {
        _reading.Clear();
        if (Read(datagram, CollectdTrust.None) is { } problem)
            refuse(problem);
    }

    private string? Read(ReadOnlySpan<byte> parts, CollectdTrust trust)
    {
        while (!parts.IsEmpty)
        {
            if (parts.Length < Head)
                return "a datagram ends within a part";
            var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(parts), BinaryPrimitives.ReadUInt16BigEndian(parts[2..]));
            if (length < Head || length > parts.Length)
                return $"a part of type {type:x4} says it has {length} bytes, of {parts.Length} that are there";
            var content = parts[Head..length];
            var rest = parts[length..];
            switch (type)
            {
                case CollectdSecurity.SignaturePart:
                    if (!security.IsSigned(content, rest, out var refusal))
                        return refusal;
                    trust = CollectdTrust.Signed;
                    break;
                case CollectdSecurity.EncryptionPart:
                    // What is encrypted must not make what follows trusted.
                    if (!security.TryDecrypt(content, out var plain, out refusal))
                        return refusal;
                    if (Read(plain, CollectdTrust.Encrypted) is { } problem)
                        return problem;
                    break;
                default:
                    if (!security.Allows(trust))
                        return $"a datagram is {(trust == CollectdTrust.None ? "neither signed nor encrypted" : "signed but not encrypted")}, and security-level asks for more: set SecurityLevel of the sender's plugin network";
                    if (ReadPart(type, content) is { } wrong)
                        return wrong;
                    break;
            }

            parts = rest;
        }

        return null;
    }

    private string? ReadPart(int type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case 0x0000:
                _reading.Host = Text(content);
                break;
            case 0x0002:
                _reading.Plugin = Text(content);
                break;
            case 0x0003:
                _reading.PluginInstance = Text(content);
                break;
            case 0x0004:
                _reading.Type = Text(content);
                break;
            case 0x0005:
                _reading.TypeInstance = Text(content);
                break;
            case 0x0001 or 0x0008:
                if (content.Length != 8)
                    return $"a time has {content.Length} bytes, not 8";
                _reading.Time = TimeOf(BinaryPrimitives.ReadUInt64BigEndian(content), isFine: type == 0x0008);
                break;
            case 0x0006:
                return ReadValues(content);
        }

        // Intervals and notifications say nothing that a point has.
        return null;
    }

    private string? ReadValues(ReadOnlySpan<byte> content)
    {
        const int OfOne = 9;
        if (content.Length < 2 || content.Length != 2 + (BinaryPrimitives.ReadUInt16BigEndian(content) * OfOne))
            return "values say another number than there is";
        int count = BinaryPrimitives.ReadUInt16BigEndian(content);
        var kinds = content.Slice(2, count);
        var numbers = content[(2 + count)..];
        _reading.Values.Clear();
        for (var i = 0; i < count; i++)
        {
            var number = numbers.Slice(i * 8, 8);
            double? value = kinds[i] switch
            {
                0 or 3 => BinaryPrimitives.ReadUInt64BigEndian(number),
                1 => BinaryPrimitives.ReadDoubleLittleEndian(number),
                2 => BinaryPrimitives.ReadInt64BigEndian(number),
                _ => null,
            };
            if (value is not { } known)
                return $"a value is of the unknown kind {kinds[i]}";
            _reading.Values.Add(known);
        }

        take(_reading);
        return null;
    }

    // The fine form counts parts of a second, 2 to the 30th of them.
    private static long? TimeOf(ulong time, bool isFine)
    {
        var seconds = isFine ? time >> 30 : time;
        if (seconds >= LatestSecond)
            return null;
        var part = isFine ? (long)((time & ((1UL << 30) - 1)) * (ulong)Duration.Second >> 30) : 0;
        return ((long)seconds * Duration.Second) + part;
    }

    // Texts end with a zero.
    private static string Text(ReadOnlySpan<byte> content) => Encoding.UTF8.GetString(content.TrimEnd((byte)0));
}
