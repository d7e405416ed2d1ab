using Tocsin.Engine.Plugins;
using Tocsin.Server.Cli.Status;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>Plugins, and functions of scripts and of other processes.</summary>
internal static class ExtensionExamination
{
    public static IEnumerable<Finding> Run(Examined server)
    {
        foreach (var given in new[] { server.Plan.Plugins, server.Plan.Scripts, server.Plan.Functions })
        {
            if (given?.Problem is { } problem)
                yield return new Finding(FindingLevel.Error, given.Path, problem);
        }

        var folder = server.Plan.Plugins?.Path is { Length: > 0 } named ? named : PluginLoader.DefaultFolder;
        foreach (var error in server.Extensions.Errors)
            yield return new Finding(FindingLevel.Error, folder, error);
        foreach (var error in server.Extensions.FunctionErrors)
            yield return new Finding(FindingLevel.Error, "functions", error);
        foreach (var silent in server.Extensions.SilentProcesses.Values)
            yield return new Finding(FindingLevel.Error, "udf", silent);
        if (!Directory.Exists(folder))
            yield break;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            yield return new Finding(FindingLevel.Warning, folder, "others may write to it, and what they put there runs in the server", $"chmod go-w {folder}");
        if (!server.Extensions.Errors.Any())
            yield return new Finding(FindingLevel.Ok, folder, Amount.Of(Directory.GetDirectories(folder).Length, "plugin"));
    }
}
