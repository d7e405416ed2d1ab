namespace Tocsin.Server.Cli;

/// <summary>A command with verbs, each a command of its own: <c>tocsin sources define</c>.</summary>
internal sealed class CommandWithVerbs : ProgramCommand
{
    /// <param name="verbs">At least one.</param>
    /// <param name="whenNone">The verb that is meant when none is given; null when one must be given.</param>
    public CommandWithVerbs(string name, CommandGroup group, string description, IReadOnlyList<ProgramCommand> verbs, ProgramCommand? whenNone = null)
        : base(name, group, description)
    {
        TalksToServer = verbs.Any(verb => verb.TalksToServer);
        foreach (var verb in verbs)
            Add(verb);
        foreach (var option in whenNone?.Options ?? [])
            Add(option);
        Action = whenNone?.Action;
        Examples = [.. verbs.SelectMany(verb => verb.Examples)];
    }

    public override IReadOnlyList<string> Examples { get; }

    public override bool TalksToServer { get; }
}
