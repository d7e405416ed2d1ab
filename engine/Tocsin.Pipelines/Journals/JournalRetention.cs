using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Journals;

/// <summary>Gives the oldest files of a journal back. Safe for any number of threads.</summary>
internal sealed class JournalRetention(JournalFolder folder, TimeSpan keep, long most, TimeProvider time, ILogger log)
{
    /// <summary>So much of the disk is left to others, who cannot do without it as easily: one part of so many, and no more than <see cref="MostLeftFree"/>.</summary>
    private const int PartLeftFree = 20;

    private const long MostLeftFree = 1L << 30;

    private readonly Lock _gate = new();
    private readonly long _leastFree = Math.Min(MostLeftFree, (DiskSpace.TotalAt(folder.Path) ?? 0) / PartLeftFree);
    private readonly ConcurrentDictionary<object, long> _needed = new();
    private bool _isTooLarge;

    /// <summary>Notes that somebody goes on after a position at its next start, in the place of what it said before.</summary>
    public void Need(object owner, long position) => _needed[owner] = position;

    /// <summary>Somebody needs nothing any more.</summary>
    public void NeedNothing(object owner) => _needed.TryRemove(owner, out _);

    /// <summary>Removes what nobody needs and is too old, or takes the last room of the disk, and the oldest when there is too much.</summary>
    public void Look()
    {
        lock (_gate)
        {
            var needed = Needed;
            var oldest = Instant.From(time.GetUtcNow() - keep).UnixNanoseconds;
            var first = folder.GiveBack((next, size) => size > most || (next.First <= needed + 1 && (next.Created <= oldest || DiskSpace.FreeAt(folder.Path) < _leastFree)));
            var isTooLarge = first > needed + 1;
            if (isTooLarge && !_isTooLarge)
                JournalLog.TooLarge(log, needed, first);
            _isTooLarge = isTooLarge;
        }
    }

    /// <summary>Removes the oldest file that nobody needs, however old it is; false when there is none.</summary>
    public bool MakeRoom()
    {
        lock (_gate)
        {
            var (needed, before) = (Needed, folder.Files.Count);
            folder.GiveBack((next, _) => next.First <= needed + 1);
            return folder.Files.Count < before;
        }
    }

    private long Needed => _needed.IsEmpty ? long.MaxValue - 1 : _needed.Values.Min();
}
