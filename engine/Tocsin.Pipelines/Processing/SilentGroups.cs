using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Gives back the groups of a pipeline that have had no data for a while. Points do not pay for it: in each round, half the time to live, groups
/// are looked for once again by whoever has data of them, and those that nobody looked for in two whole rounds are silent. For the pipeline's
/// thread only.
/// </summary>
internal sealed class SilentGroups(GroupTable groups, IReadOnlyList<Processor> heads)
{
    private const int RoundsOfSilence = 2;

    /// <summary>Begins the next round and ends what is silent.</summary>
    public void Look()
    {
        groups.NextRound();
        foreach (var group in groups.SilentSince(groups.Round - RoundsOfSilence))
        {
            if (!group.IsOpen)
                End(group);
        }
    }

    private void End(Group group)
    {
        foreach (var head in heads)
        {
            try
            {
                head.OnDeleteGroup(group);
            }
            catch (Exception problem) when (problem is not TaskAbandonedException)
            {
                head.Fail("cannot end group", problem.Message);
            }
        }

        groups.Forget(group);
    }
}
