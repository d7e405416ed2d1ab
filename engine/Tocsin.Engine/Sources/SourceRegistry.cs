using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Engine.Sources;

/// <summary>The sources that people define. Kept over restarts. Safe for any thread; changes are made one after the other.</summary>
public sealed class SourceRegistry : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changing = new(1);
    private readonly SourceServices _services;
    private readonly SortedDictionary<string, Source> _sources = new(StringComparer.Ordinal);
    private readonly Func<SourceKinds> _kinds;
    private volatile IReadOnlyList<Source> _all = [];

    /// <param name="kinds">The kinds in force.</param>
    internal SourceRegistry(SourceServices services, Func<SourceKinds> kinds)
    {
        _services = services;
        _kinds = kinds;
    }

    /// <summary>The kinds of sources in force.</summary>
    public SourceKinds Kinds => _kinds();

    /// <summary>All sources by id.</summary>
    public IReadOnlyList<Source> All => _all;

    public bool TryFind(string id, [NotNullWhen(true)] out Source? source)
    {
        lock (_gate)
            return _sources.TryGetValue(id, out source);
    }

    /// <summary>What is wrong with a definition here; warnings too.</summary>
    public IReadOnlyList<ConfigProblem> Check(SourceFileEntry entry) => entry.Check(Kinds, _services.Context, _services.Environment, _services.Time);

    /// <summary>Definitions as they came, with what is stored in the place of the masks of their secrets.</summary>
    public SourceFileResult Restore(SourceFileResult parsed)
    {
        var entries = new List<SourceFileEntry>();
        var problems = new List<ConfigProblem>(parsed.Problems);
        foreach (var entry in parsed.Entries)
        {
            if (!entry.Spec.Json.Contains(SourceSecrets.Hidden, StringComparison.Ordinal))
            {
                entries.Add(entry);
                continue;
            }

            var stored = TryFind(entry.Spec.Id, out var source) && source.Spec.Kind == entry.Spec.Kind ? source.Spec : null;
            var json = SourceSecrets.Restore(entry.Spec, stored, Kinds, out var problem);
            if (problem is not null)
                problems.Add(new ConfigProblem($"source '{entry.Spec.Id}': {problem}", entry.Values.Place));
            entries.Add(new SourceFileEntry(entry.Spec with { Json = json }, (ConfigMap)ConfigJson.Parse(json)));
        }

        return new SourceFileResult(entries, problems);
    }

    /// <summary>Adds a source or puts it in the place of the one with its id; what that one counted and saw stays.</summary>
    /// <returns>What is wrong with it: when one of them is not a warning, all stays as it was.</returns>
    public async Task<IReadOnlyList<ConfigProblem>> DefineAsync(SourceFileEntry entry)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var problems = new List<ConfigProblem>();
            if (!TryPlan(entry.Spec, entry.Values, out var plan, problems))
                return problems;
            problems.AddRange(entry.Warnings(plan));
            await _services.Store.CommitAsync(writer => writer.SaveSource(entry.Spec)).ConfigureAwait(false);
            Put(entry.Spec, entry.Values, plan, "");
            return problems;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes a source; false when there is none.</summary>
    public async Task<bool> DeleteAsync(string id)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!TryFind(id, out var source))
                return false;
            await _services.Store.CommitAsync(writer => writer.DeleteSource(id)).ConfigureAwait(false);
            lock (_gate)
            {
                _sources.Remove(id);
                _all = [.. _sources.Values];
            }

            source.Plan?.Dispose();
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>To be called when other kinds are in force: sources whose kind changed are made again, those whose kind is gone wait for it.</summary>
    internal async Task AdoptAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var kinds = Kinds;
            foreach (var source in All)
            {
                if (source.Plan is not { } plan || !kinds.TryFind(source.Spec.Kind, out var kind) || !ReferenceEquals(kind, plan.Kind))
                    Make(source.Spec, source.Values);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Makes the sources anew whose definitions a condition holds for. One that cannot be made any more goes on as it was.</summary>
    /// <returns>The ids of these sources, and what is wrong with them.</returns>
    internal async Task<(IReadOnlyList<string> Ids, IReadOnlyList<string> Errors)> RenewAsync(Func<ConfigMap, bool> isConcerned)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var errors = new List<string>();
            var concerned = All.Where(source => isConcerned(source.Values)).ToList();
            foreach (var source in concerned)
            {
                var problems = new List<ConfigProblem>();
                if (TryPlan(source.Spec, source.Values, out var plan, problems))
                    Put(source.Spec, source.Values, plan, "");
                else
                    errors.AddRange(problems.Where(problem => !problem.IsWarning).Select(problem => $"source {source.Spec.Id}: {problem.Message}"));
            }

            return ([.. concerned.Select(source => source.Spec.Id)], errors);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes up the sources that storage holds. Those that cannot be made are logged and listed.</summary>
    internal void Load()
    {
        foreach (var spec in _services.Store.LoadSources())
            Take(spec);
        _services.Store.LoadSourceKeys((id, hash, at) =>
        {
            if (TryFind(id, out var source))
                source.Keys.Restore(hash, at);
        });
    }

    public void Dispose()
    {
        foreach (var source in All)
            source.Plan?.Dispose();
        _changing.Dispose();
    }

    private void Take(SourceSpec spec)
    {
        try
        {
            if (ConfigJson.Parse(spec.Json) is ConfigMap values)
                Make(spec, values);
            else
                Put(spec, ConfigMap.Empty, null, "its stored definition is damaged: define it again");
        }
        catch (JsonException problem)
        {
            var why = $"its stored definition is damaged, define it again: {problem.Message}";
            SourceLog.NotLoaded(_services.Log, spec.Id, why);
            Put(spec, ConfigMap.Empty, null, why);
        }
    }

    private void Make(SourceSpec spec, ConfigMap values)
    {
        var problems = new List<ConfigProblem>();
        if (TryPlan(spec, values, out var plan, problems))
        {
            Put(spec, values, plan, "");
            return;
        }

        var why = string.Join("; ", problems.Where(problem => !problem.IsWarning));
        SourceLog.NotLoaded(_services.Log, spec.Id, why);
        Put(spec, values, null, why);
    }

    private bool TryPlan(SourceSpec spec, ConfigMap values, [NotNullWhen(true)] out SourcePlan? plan, List<ConfigProblem> problems)
    {
        var context = _services.Context with { SourceId = spec.Id, Log = text => SourceLog.Says(_services.Log, spec.Id, text) };
        return SourcePlan.TryCreate(spec, values, Kinds, context, _services.Environment, _services.Time, out plan, problems);
    }

    private void Put(SourceSpec spec, ConfigMap values, SourcePlan? plan, string problem)
    {
        SourcePlan? before;
        lock (_gate)
        {
            if (!_sources.TryGetValue(spec.Id, out var source))
                _sources.Add(spec.Id, source = new Source(spec, values, new SourceKeys(spec.Id)));
            before = source.Plan;
            source.Spec = spec;
            source.Values = values;
            source.Problem = problem;
            source.Plan = plan;
            _all = [.. _sources.Values];
        }

        before?.Dispose();
    }
}
