namespace Tocsin.Alerting.Handlers.Exec;

/// <summary>Looks for a program where the system looks when it starts one.</summary>
internal static class ProgramFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Why a program cannot be started; null when it can.</summary>
    /// <param name="program">A path, or a name that is searched in PATH.</param>
    public static string? WhyNot(string program)
    {
        var files = Places(program).Where(File.Exists).ToList();
        if (files.Count == 0)
        {
            return program.Contains(Path.DirectorySeparatorChar)
                ? $"there is no file {program} on this machine"
                : $"there is no program '{program}' on this machine, in none of the folders of PATH: give its whole path";
        }

        return files.Exists(IsExecutable) ? null : $"{files[0]} is not a program: it may not be executed (chmod +x)";
    }

    private static IEnumerable<string> Places(string program)
    {
        if (Path.IsPathRooted(program))
            return [program];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Prepend(Environment.CurrentDirectory).Prepend(Path.GetDirectoryName(Environment.ProcessPath) ?? "")
            .SelectMany(folder => Named(Path.Combine(folder, program)));
    }

    private static IEnumerable<string> Named(string path) => OperatingSystem.IsWindows() && !Path.HasExtension(path) ? [path + ".exe"] : [path];

    private static bool IsExecutable(string file) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
