using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Exec;

/// <summary>What the <c>exec</c> handler runs.</summary>
[HandlerOptions]
internal sealed record ExecOptions : ICheckedOptions, IMachineOptions, IGuardedOptions
{
    /// <summary>The program: a path, or a name that is searched in PATH.</summary>
    [Destination]
    [ScriptProperty("prog", IsArgument = true)]
    public required string Prog { get; init; }

    /// <summary>Its arguments, passed as they are: no shell reads them.</summary>
    [Destination]
    [ScriptProperty("args", IsArgument = true)]
    public IReadOnlyList<string> Args { get; init; } = [];

    public IEnumerable<OptionProblem> Check() =>
        Prog.Length == 0 ? [new OptionProblem("prog", "the name is empty: write the program's path, or its name")] : [];

    public IEnumerable<MachineUse> Uses() => [new MachineUse(MachineUseKind.Program, Prog)];

    public IEnumerable<OptionProblem> CheckMachine() => ProgramFile.WhyNot(Prog) is { } why ? [new OptionProblem("prog", why)] : [];
}
