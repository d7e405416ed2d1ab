using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>Options of the kind <c>csharp</c>.</summary>
[HandlerOptions]
internal sealed record CsharpOptions : ICheckedOptions, IGuardedOptions
{
    /// <summary>The script: a .csx file. A relative path begins at the folder of scripts.</summary>
    [Destination]
    [ScriptProperty("file", IsArgument = true)]
    public string File { get; init; } = "";

    /// <summary>The script itself, instead of a file.</summary>
    [Destination]
    public string Code { get; init; } = "";

    /// <summary>What the script finds in <c>Options</c>. Values may be variables such as <c>${env:TOKEN}</c>; what they stand for is never shown.</summary>
    [Secret]
    [ScriptProperty("option")]
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public IEnumerable<MachineUse> Uses() =>
    [
        .. Code.Length > 0 ? [new MachineUse(MachineUseKind.Code, "")] : Array.Empty<MachineUse>(),
        .. File.Length > 0 ? [new MachineUse(MachineUseKind.Script, File)] : Array.Empty<MachineUse>(),
    ];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        // In a script the code follows the property that would name the file, so its absence is a matter of the code.
        if (File.Length == 0 && Code.Length == 0)
            yield return new OptionProblem("code", "the handler needs a script: give 'file' the path of a .csx file, or the script itself here");
        if (File.Length > 0 && Code.Length > 0)
            yield return new OptionProblem("code", "a handler is one script: give either 'file' or 'code'");
    }
}
