using System.Collections.Immutable;

namespace Tocsin.Alerting.Inhibition;

/// <summary>The inhibitors of all alert nodes. Asking takes no lock, and next to nothing while there are none.</summary>
public sealed class InhibitorSet
{
    private ImmutableDictionary<string, ImmutableArray<Inhibitor>> _byCategory =
        ImmutableDictionary.Create<string, ImmutableArray<Inhibitor>>(StringComparer.Ordinal);

    /// <summary>Adds an inhibitor, not yet active. An empty value stands for a tag that is absent.</summary>
    public Inhibitor Add(string category, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var inhibitor = new Inhibitor(category, [.. tags]);
        ImmutableInterlocked.AddOrUpdate(ref _byCategory, category, [inhibitor], (_, others) => others.Add(inhibitor));
        return inhibitor;
    }

    /// <summary>Takes an inhibitor away; does nothing when it is gone already.</summary>
    public void Remove(Inhibitor inhibitor) => ImmutableInterlocked.Update(
        ref _byCategory,
        static (all, gone) =>
        {
            if (!all.TryGetValue(gone.Category, out var others))
                return all;
            var left = others.Remove(gone);
            return left.IsEmpty ? all.Remove(gone.Category) : all.SetItem(gone.Category, left);
        },
        inhibitor);

    /// <summary>True when an active inhibitor of the category has no tag value that differs from the event's.</summary>
    /// <param name="category">The category of the event's node.</param>
    /// <param name="tag">The value of an event's tag, or null where there is none.</param>
    public bool IsInhibited(string category, Func<string, string?> tag)
    {
        var all = Volatile.Read(ref _byCategory);
        if (all.IsEmpty || !all.TryGetValue(category, out var inhibitors))
            return false;

        foreach (var inhibitor in inhibitors)
        {
            if (inhibitor.Inhibits(tag))
                return true;
        }

        return false;
    }
}
