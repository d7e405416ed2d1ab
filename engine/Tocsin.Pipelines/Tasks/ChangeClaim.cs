namespace Tocsin.Pipelines.Tasks;

/// <summary>What a change of definitions touches, see <see cref="ChangeGate"/>.</summary>
/// <param name="names">Tasks by their ids, and others; null for all.</param>
internal sealed class ChangeClaim(IReadOnlyCollection<string>? names)
{
    public IReadOnlyCollection<string>? Names { get; set; } = names;

    public bool Meets(ChangeClaim other) => Names is null || other.Names is null || Names.Any(other.Names.Contains);

    /// <summary>What a change of a task touches: the task, also under another id, and that its templates stay as they are.</summary>
    /// <param name="ids">Its ids; empty ones are left out.</param>
    /// <param name="templates">The ids of its templates; empty ones are left out.</param>
    public static IReadOnlyCollection<string> NamesOf(IEnumerable<string> ids, IEnumerable<string> templates) =>
        [.. ids.Where(id => id.Length > 0), .. templates.Where(id => id.Length > 0).Select(id => $"template {id}")]; // No task has a space in its id.
}
