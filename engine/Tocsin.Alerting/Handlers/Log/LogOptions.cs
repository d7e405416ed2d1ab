using System.Globalization;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Log;

/// <summary>Where the <c>log</c> handler writes.</summary>
[HandlerOptions]
internal sealed record LogOptions : ICheckedOptions, IMachineOptions, IGuardedOptions
{
    private const int UserWrite = 0x80;
    private const int AllPermissions = 0x1FF;

    /// <summary>The file; a relative path begins at the folder the server was started in. It is made when it is missing; its folder must exist.</summary>
    [Destination]
    [ScriptProperty("path", IsArgument = true)]
    public required string Path { get; init; }

    /// <summary>The permissions of a file that is made; default 0600. One that exists keeps its own.</summary>
    public int Mode { get; init; } = UserWrite | 0x100;

    public IEnumerable<MachineUse> Uses() => [new MachineUse(MachineUseKind.WrittenFile, Path)];

    public IEnumerable<OptionProblem> CheckMachine()
    {
        var file = System.IO.Path.GetFullPath(Path);
        if (Directory.Exists(file))
            yield return new OptionProblem("path", $"{file} is a folder: name a file in it");
        else if (System.IO.Path.GetDirectoryName(file) is { } folder && !Directory.Exists(folder))
            yield return new OptionProblem("path", $"there is no folder {folder} on this machine: make it; the file itself is made when it is missing");
    }

    public IEnumerable<OptionProblem> Check()
    {
        if (Path.Length == 0)
            yield return new OptionProblem("path", "the path is empty: write the file's, such as /var/log/alerts.log");
        if (Mode is < 0 or > AllPermissions || (Mode & UserWrite) == 0)
        {
            yield return new OptionProblem("mode",
                $"invalid file mode 0{Convert.ToString(Mode, 8)} ({Mode.ToString(CultureInfo.InvariantCulture)}), must be user writable, such as 0600 (384)");
        }
    }
}
