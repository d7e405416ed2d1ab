using System.Diagnostics;

namespace Tocsin.EndToEnd;

/// <summary>The program as a process.</summary>
internal sealed class TocsinProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _isDisposed;

    private TocsinProcess(string folder, IEnumerable<string> arguments, string? url, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Built.Server);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // What is not compiled beforehand starts in a fifth less time; the published program is.
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        if (url is not null)
            start.Environment["KAPACITOR_URL"] = url;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("the program does not start");
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public string Url { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string? url, params string[] arguments)
    {
        using var program = new TocsinProcess(folder, arguments, url);
        var output = await program._process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await program._process.WaitForExitAsync().WaitAsync(Limit);
        return (program._process.ExitCode, output, await program._errors);
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    public static Task<TocsinProcess> ServeAsync(string folder, params string[] arguments) => ServeAsync(folder, new Dictionary<string, string>(), arguments);

    /// <summary>The same with variables of its environment.</summary>
    public static async Task<TocsinProcess> ServeAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var program = new TocsinProcess(folder, ["serve", "--http", "127.0.0.1:0", .. arguments], null, environment);
        await program.WhenListeningAsync();
        return program;
    }

    /// <summary>Starts a command and waits for nothing.</summary>
    public static TocsinProcess Start(string folder, params string[] arguments) => new(folder, arguments, null);

    /// <summary>Ends when the server listens.</summary>
    public async Task WhenListeningAsync()
    {
        const string said = "Tocsin listens on ";
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        if (line?.StartsWith(said, StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"the server did not start: {line} {await _errors}");
        Url = line[said.Length..];
    }

    /// <summary>The first word after some words that it says.</summary>
    public async Task<string> ReadUntilAsync(string words)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + words.Length)..].Split(' ')[0];
        }

        throw new InvalidOperationException($"it never said '{words}': {await _errors}");
    }

    /// <summary>False when it has ended.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>What it said on its standard error, once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <summary>Sends a signal such as <c>HUP</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends the server at once, as a crash does.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync().WaitAsync(Limit);
    }

    /// <summary>Waits until the server has ended by itself.</summary>
    public async Task<int> DieAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(3 * Limit);
        return _process.ExitCode;
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Asks the server to stop, and answers with its exit code and log.</summary>
    public async Task<(int ExitCode, string Log)> TerminateAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Ends the process. May be done again, after a start that came to nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
