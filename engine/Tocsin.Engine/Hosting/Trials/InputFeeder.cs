using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Feeds line protocol to an engine, piece by piece.</summary>
/// <param name="write">Writes whole lines and answers with the bad ones.</param>
internal sealed class InputFeeder(Func<ReadOnlyMemory<byte>, ValueTask<IReadOnlyList<LineError>>> write)
{
    private const int PieceSize = 256 * 1024;
    private const byte LineFeed = (byte)'\n';

    /// <summary>Writes all good lines.</summary>
    /// <param name="progress">Told how many bytes are done.</param>
    /// <returns>The bad lines, with their numbers in the file.</returns>
    public async Task<IReadOnlyList<LineError>> FeedAsync(System.IO.Stream input, Action<long> progress, CancellationToken cancellationToken)
    {
        var errors = new List<LineError>();
        var buffer = new byte[PieceSize];
        var (held, linesBefore, done) = (0, 0, 0L);
        while (true)
        {
            var read = await input.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false);
            held += read;
            var end = read == 0 ? held : buffer.AsSpan(0, held).LastIndexOf(LineFeed) + 1;
            if (end == 0 && read > 0)
            {
                // One line longer than the buffer.
                if (held == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                continue;
            }

            var bad = await write(buffer.AsMemory(0, end)).ConfigureAwait(false);
            foreach (var error in bad)
                errors.Add(error with { Line = error.Line + linesBefore });
            linesBefore += buffer.AsSpan(0, end).Count(LineFeed);
            done += end;
            progress(done);
            if (read == 0)
                return errors;
            buffer.AsSpan(end, held - end).CopyTo(buffer);
            held -= end;
        }
    }
}
