using System.Buffers;
using System.Text.Json;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Answers;

/// <summary>Reads the body of an answer piece by piece; no more of it is held than one piece and one value.</summary>
internal static class AnswerReader
{
    private const int PieceBytes = 128 * 1024;
    private const int MostBytesOfValue = 16 * 1024 * 1024;

    public static async Task ReadAsync(InfluxReply reply, IInfluxRows rows, CancellationToken cancellationToken)
    {
        var parser = new AnswerParser(rows);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var filled = 0;
        var isPage = false;
        try
        {
            while (await reply.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                isPage = isPage || (reply.BytesRead == count && buffer[0] == '<');
                filled += count;
                var used = parser.Read(buffer.AsSpan(0, filled));
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
                if (filled == buffer.Length)
                    buffer = Grow(buffer, reply);
            }
        }
        catch (JsonException problem)
        {
            throw new InfluxException(InfluxFailure.Garbled, $"the answer of {reply.From} is not what InfluxDB writes: {(isPage ? "it is a page of HTML, as a proxy or another program sends" : $"within its first {reply.BytesRead} bytes it is no longer JSON")}. Check urls in the section influxdb", problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        parser.End();
        if (parser.IsCut)
            throw new InfluxException(InfluxFailure.TooLarge, $"InfluxDB at {reply.From} cut the answer off at its max-row-limit: raise it there, or ask for less");
        if (!parser.IsWhole)
            throw new InfluxException(InfluxFailure.Garbled, $"the answer of {reply.From} breaks off after {reply.BytesRead} bytes");
        if (!parser.HasResult)
            throw new InfluxException(InfluxFailure.Garbled, $"the answer of {reply.From} has {reply.BytesRead} bytes and no result, where InfluxDB writes one for each statement: something else listens there");
    }

    private static byte[] Grow(byte[] buffer, InfluxReply reply)
    {
        if (buffer.Length >= MostBytesOfValue)
            throw new InfluxException(InfluxFailure.TooLarge, $"a value in the answer of {reply.From} has more than {MostBytesOfValue >> 20} MiB");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
