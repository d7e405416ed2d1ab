using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tocsin.Inputs.Intake;

/// <summary>Reads a connection line by line.</summary>
internal static class ConnectionLines
{
    /// <summary>Hands on each line, without its end, until the sender has no more, one is too long or the listener closes.</summary>
    /// <param name="connection">Is left to the caller.</param>
    /// <param name="mostBytes">The longest line.</param>
    /// <param name="counts">Is told what comes in.</param>
    /// <param name="take">Takes a line, whose bytes it must not keep; false ends the connection.</param>
    public static async Task ReadAsync(ConnectionContext connection, int mostBytes, InputCounts counts, Func<ReadOnlyMemory<byte>, ValueTask<bool>> take)
    {
        var input = connection.Transport.Input;
        using var closing = EndReadsWhenClosing(connection);
        var copy = ArrayPool<byte>.Shared.Rent(mostBytes);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync().ConfigureAwait(false);
                var rest = read.Buffer;
                while (TryTake(ref rest, read.IsCompleted, out var line))
                {
                    if (line.Length > mostBytes)
                    {
                        Refuse(counts, mostBytes);
                        return;
                    }

                    line.CopyTo(copy);
                    counts.Received();
                    if (!await take(WithoutReturn(copy.AsMemory(0, (int)line.Length))).ConfigureAwait(false))
                        return;
                }

                if (rest.Length > mostBytes)
                {
                    Refuse(counts, mostBytes);
                    return;
                }

                input.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted || read.IsCanceled)
                    return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    /// <summary>Lets whoever waits for the sender go when the listener closes.</summary>
    public static IDisposable? EndReadsWhenClosing(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.Register(connection.Transport.Input.CancelPendingRead);

    // What stands behind the last line feed is a line when nothing follows.
    private static bool TryTake(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        if (!isLast || rest.IsEmpty)
            return false;
        line = rest;
        rest = rest.Slice(rest.End);
        return true;
    }

    private static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;

    private static void Refuse(InputCounts counts, int mostBytes) =>
        counts.Refuse($"a line is longer than the {mostBytes} bytes of limits.line-bytes: send shorter ones, or raise the limit");
}
