using System.Diagnostics;

namespace Tocsin.Benchmarks.Servers;

/// <summary>What <c>dotnet publish</c> made of the server: started for each measurement, on an empty folder.</summary>
internal sealed class Build(string folder) : MeasuredServer(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))))
{
    private const string Listens = "Tocsin listens on ";

    private readonly string _program = Path.Combine(Path.GetFullPath(folder), "tocsin");

    public override string Commit => FileVersionInfo.GetVersionInfo(_program + ".dll").ProductVersion?.Split('+') is [_, { Length: >= 8 } commit] ? commit[..8] : "";

    public override async Task<ServerSession> OpenAsync()
    {
        var data = Directory.CreateTempSubdirectory("tocsin-measured-").FullName;
        var process = await StartAsync(data);
        return new ServerSession(process.Url, process.Process.Id, () =>
        {
            End(process.Process);
            Directory.Delete(data, recursive: true);
        });
    }

    /// <summary>Starts the server on a folder; ends when it says that it serves.</summary>
    public async Task<(Process Process, Uri Url)> StartAsync(string data)
    {
        var process = Process.Start(new ProcessStartInfo(_program, ["serve", "--http", "127.0.0.1:0", "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{_program} does not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Listens, StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return (process, new Uri(line[Listens.Length..]));
        }

        throw new InvalidOperationException($"{_program} ended");
    }

    public static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
