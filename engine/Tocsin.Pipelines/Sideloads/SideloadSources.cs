using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Sideloads;

/// <summary>The sources of values that running tasks use: each is loaded once, when the first begins, and again when somebody asks for it. Safe for any thread.</summary>
public sealed partial class SideloadSources(HttpClient http, TimeProvider time, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, SideloadSource> _sources = new(StringComparer.Ordinal);

    /// <summary>The values of a source, to be given back to <see cref="Close"/>.</summary>
    /// <exception cref="SideloadException">They cannot be loaded.</exception>
    public SideloadSource Open(string name, SideloadAddress address)
    {
        _gate.Wait();
        try
        {
            if (!_sources.TryGetValue(name, out var source))
                source = _sources[name] = new SideloadSource(name, address, SideloadReader.ReadAsync(address, http, time, CancellationToken.None).GetAwaiter().GetResult());
            source.Users++;
            return source;
        }
        catch (SideloadException problem)
        {
            throw new SideloadException($"failed to update sideload cache for source \"{name}\": {problem.Message}");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets go of a source; the last that does lets go of its values.</summary>
    public void Close(SideloadSource source)
    {
        _gate.Wait();
        if (--source.Users == 0)
            _sources.Remove(source.Name);
        _gate.Release();
    }

    /// <summary>Loads all again. One that cannot be loaded keeps its values.</summary>
    /// <returns>What went wrong.</returns>
    public async Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var source in _sources.Values)
            {
                try
                {
                    source.Change(await SideloadReader.ReadAsync(source.Address, http, time, cancellationToken).ConfigureAwait(false));
                }
                catch (SideloadException problem)
                {
                    Log.NotLoaded(log, source.Name, problem.Message);
                    problems.Add($"failed to update sideload cache for source \"{source.Name}\": {problem.Message}");
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        return problems;
    }

    public void Dispose() => _gate.Dispose();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "values cannot be loaded again and stay as they were source={Source} err={Why}")]
        public static partial void NotLoaded(ILogger logger, string source, string why);
    }
}
