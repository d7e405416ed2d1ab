using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tocsin.Testing;

/// <summary>A real PostgreSQL as a process, with a cluster and a unix socket of its own in a folder that goes with it.</summary>
public sealed class PostgresServer : IDisposable
{
    public const string Install = "apt-get install --no-install-recommends postgresql";

    private const string User = "tocsin";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<PostgresServer>> OfAll = new(StartSharedAsync);
    private static int _schemas;

    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-pg-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>Why tests with PostgreSQL are left out; null when they are to run: it is there, or has to be.</summary>
    public static string? WhyNot => Programs is not null || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"postgres is not installed: {Install}";

    /// <summary>One for all tests of the process that do nothing to it; ends with it.</summary>
    public static Task<PostgresServer> SharedAsync() => OfAll.Value;

    /// <summary>Starts one that a test may do anything to.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.MakeAsync();
            await server.RunAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The address of a schema that nobody has used.</summary>
    /// <param name="user">Somebody else than the owner.</param>
    public string NewAddress(string user = User) => AddressOf($"s{Interlocked.Increment(ref _schemas)}", user);

    public string AddressOf(string schema, string user = User, string database = "postgres") => $"postgres://{user}@localhost/{database}?host={Uri.EscapeDataString(_folder)}&schema={schema}";

    /// <summary>Ends it as a crash does, at once and with nothing put in order.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;

        // Its children end when they see that it is gone, and it must not start again before.
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again.</summary>
    public async Task RunAsync()
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            var started = Start("postgres", "-D", Path.Combine(_folder, "data"), "-k", _folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "log_min_messages=fatal");
            while (!started.HasExited && !await IsReadyAsync())
            {
                if (until.Elapsed > Limit)
                    throw new TimeoutException($"PostgreSQL does not answer:\n{Log}");
                await Task.Delay(20);
            }

            if (!started.HasExited)
            {
                _process = started;
                return;
            }

            // Children of the one that was killed still use its memory.
            if (until.Elapsed > Limit)
                throw new InvalidOperationException($"PostgreSQL does not start:\n{Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string sql)
    {
        using var psql = Start("psql", "-h", _folder, "-U", User, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAtc", sql);
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
            throw new InvalidOperationException($"{sql}:\n{Log}");
    }

    public void Dispose()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            running.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
        for (var tries = 0; Directory.Exists(_folder) && tries < 100; tries++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException)
            {
                // Its children write their last files.
                Thread.Sleep(20);
            }
        }
    }

    private string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }

    private static string? FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderByDescending(static folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0).Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private async Task MakeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var owner = Process.Start("chown", ["nobody", _folder]);
            await owner.WaitForExitAsync();
        }

        using var made = Start("initdb", "-D", Path.Combine(_folder, "data"), "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await made.WaitForExitAsync();
        if (made.ExitCode != 0)
            throw new InvalidOperationException($"initdb failed:\n{Log}");
    }

    private async Task<bool> IsReadyAsync()
    {
        using var asked = Start("pg_isready", "-q", "-h", _folder, "-U", User, "-d", "postgres");
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0;
    }

    // PostgreSQL does not run as root.
    private Process Start(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException($"postgres is not installed: {Install}"), program);
        var info = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        info.WorkingDirectory = _folder;
        info.RedirectStandardError = info.RedirectStandardOutput = true;
        var process = new Process { StartInfo = info };
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void Take(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
