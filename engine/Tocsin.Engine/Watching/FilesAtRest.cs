namespace Tocsin.Engine.Watching;

/// <summary>Reads files that somebody may be writing: again and again, until they say the same for a while.</summary>
public static class FilesAtRest
{
    /// <summary>How long all files must stay as they are.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private const int MostLooks = 20;

    /// <summary>How long it is tried.</summary>
    public static readonly TimeSpan Patience = MostLooks * Quiet;

    /// <param name="first">What was read just now.</param>
    /// <param name="look">Reads the files.</param>
    /// <param name="isSame">True when two looks saw the same.</param>
    /// <returns>What is there at rest; null when it does not come to rest.</returns>
    public static async Task<T?> ReadAsync<T>(T first, Func<T> look, Func<T, T, bool> isSame, TimeProvider time, CancellationToken cancellationToken)
        where T : class
    {
        var before = first;
        for (var looks = 0; looks < MostLooks; looks++)
        {
            await Task.Delay(Quiet, time, cancellationToken).ConfigureAwait(false);
            var now = look();
            if (isSame(before, now))
                return now;
            before = now;
        }

        return null;
    }
}
