using System.Diagnostics;

namespace Tocsin.EndToEnd;

/// <summary>The assemblies that a server has loaded: what is for few is to cost the others nothing.</summary>
internal static class LoadedModules
{
    // Whatever assembly a process has loaded from a file is mapped into its memory.
    public static IReadOnlyList<string> Of(TocsinProcess server)
    {
        if (OperatingSystem.IsLinux())
            return [.. File.ReadLines($"/proc/{server.Id}/maps").Select(line => Path.GetFileName(line)).Distinct()];

        using var process = Process.GetProcessById(server.Id);
        return [.. process.Modules.Cast<ProcessModule>().Select(module => module.ModuleName)];
    }
}
