using System.Buffers;

namespace Tocsin.Alerting.Aggregation;

/// <summary>Joins the data of events, <c>{"series":[…]}</c> each.</summary>
internal static class JoinedSeries
{
    private static readonly byte[] None = "{\"series\":null}"u8.ToArray();

    /// <summary>One object with all the series, in order.</summary>
    public static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> all)
    {
        var joined = new ArrayBufferWriter<byte>();
        foreach (var data in all)
        {
            var span = data.Span;
            if (!span.StartsWith("{\"series\":["u8) || !span.EndsWith("]}"u8) || span.Length <= "{\"series\":[]}"u8.Length)
                continue;
            joined.Write(joined.WrittenCount == 0 ? "{\"series\":["u8 : ","u8);
            joined.Write(span["{\"series\":["u8.Length..^2]);
        }

        if (joined.WrittenCount == 0)
            return None;
        joined.Write("]}"u8);
        return joined.WrittenMemory;
    }
}
