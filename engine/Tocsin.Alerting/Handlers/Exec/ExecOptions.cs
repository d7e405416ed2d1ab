using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Exec;

/// <summary>What the <c>exec</c> handler runs.</summary>
[HandlerOptions]
internal sealed record ExecOptions
{
    /// <summary>The program: a path, or a name that is searched in PATH.</summary>
    [ScriptProperty("prog", IsArgument = true)]
    public required string Prog { get; init; }

    /// <summary>Its arguments, passed as they are: no shell reads them.</summary>
    [ScriptProperty("args", IsArgument = true)]
    public IReadOnlyList<string> Args { get; init; } = [];
}
