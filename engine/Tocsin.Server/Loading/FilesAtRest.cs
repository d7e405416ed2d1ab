
namespace Tocsin.Server.Loading;

/// <summary>Reads files that somebody may be writing: again and again, until they say the same for a while.</summary>
internal static class FilesAtRest
{
    /// <summary>How long all files must stay as they are.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private const int MostLooks = 20;

    /// <param name="first">What was read just now.</param>
    /// <param name="look">Reads the files.</param>
    /// <param name="isSame">True when two looks saw the same.</param>
    /// <param name="files">The files in words.</param>
    /// <exception cref="FileException">They do not come to rest.</exception>
    public static async Task<T> ReadAsync<T>(
        T first, Func<T> look, Func<T, T, bool> isSame, string files, TimeProvider time, CancellationToken cancellationToken)
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

        throw new FileException(
            $"{files} written again and again for {MostLooks * Quiet.TotalSeconds:0} s: nothing is applied; load again when that is over");
    }
}
