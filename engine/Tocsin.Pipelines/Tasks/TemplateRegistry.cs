using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The templates that are defined, kept in the store. Safe for any number of threads.</summary>
public sealed class TemplateRegistry(ITaskRecords store, ScriptCompiler compiler, TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile SortedDictionary<string, TemplateDefinition> _templates = new(StringComparer.Ordinal);

    /// <summary>All templates by id.</summary>
    public IReadOnlyCollection<TemplateDefinition> Templates => _templates.Values;

    public TemplateDefinition? Find(string id) => _templates.GetValueOrDefault(id);

    /// <summary>Takes up the templates of the store.</summary>
    public void Load()
    {
        foreach (var record in store.LoadTemplates())
            Publish(record.Id, TaskRecords.Read(record, compiler));
    }

    /// <summary>Takes up again the templates that were not accepted: a plugin may be there now that they need.</summary>
    public async Task ReviveAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var template in _templates.Values.Where(template => template.Error.Length > 0).ToList())
                Publish(template.Id, TaskRecords.Read(TaskRecords.Write(template), compiler));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <exception cref="DefinitionException">The request is refused.</exception>
    public async Task<TemplateDefinition> CreateAsync(string id, string script)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            id = DefinitionId.Check(id, "template");
            if (_templates.ContainsKey(id))
                throw DefinitionException.Invalid($"template {id} already exists");

            var now = time.GetUtcNow();
            var template = Bind(id, script) with { Created = now, Modified = now };
            await SaveAsync(template, id).ConfigureAwait(false);
            return template;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Changes a template and, through <paramref name="tasks"/>, the tasks made from it.</summary>
    /// <param name="newId">Empty to keep the id.</param>
    /// <param name="script">Empty to keep the script.</param>
    /// <param name="ifVersion">The <see cref="TemplateDefinition.Version"/> that is to be changed; empty for whichever there is.</param>
    /// <exception cref="DefinitionException">The request is refused; nothing changed.</exception>
    public async Task<TemplateDefinition> UpdateAsync(string id, string newId, string script, TaskRegistry tasks, string ifVersion = "")
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var before = Find(id) ?? throw DefinitionException.NotFound("template does not exist, cannot update");
            DefinitionVersion.Check($"template {id}", before.Version, ifVersion);
            var isRenamed = newId.Length > 0 && newId != id;
            if (isRenamed)
                DefinitionId.Check(newId, "template");
            if (isRenamed && _templates.ContainsKey(newId))
                throw new DefinitionException(RefusalKind.Failed, $"cannot rename template {id}: template {newId} already exists");

            var template = Bind(isRenamed ? newId : id, script.Length > 0 ? script : before.Script) with
            {
                Created = before.Created,
                Modified = time.GetUtcNow(),
            };
            return await tasks.AdoptTemplateAsync(id, template, () => SaveAsync(template, id)).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets a template; tasks made from it go on with their copy of the script.</summary>
    public async Task DeleteAsync(string id)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await store.CommitAsync(writer => writer.DeleteTemplate(id)).ConfigureAwait(false);
            Publish(id, null);
        }
        finally
        {
            _gate.Release();
        }
    }

    private TemplateDefinition Bind(string id, string script)
    {
        var bound = compiler.CompileSoFar(script, new Dictionary<string, ScriptVar>(), isTemplate: true, out var obstacle);
        return new TemplateDefinition
        {
            Id = id,
            Type = bound.Type,
            Script = script,
            Vars = bound.Vars,
            Graph = bound.Graph,
            Error = obstacle,
            Warnings = [.. bound.Diagnostics.Where(d => d.Severity == Severity.Warning)],
        };
    }

    /// <summary>Keeps a template, in the store first: what it refuses did not happen.</summary>
    /// <param name="oldId">The id it had before, which goes when it is another.</param>
    private async Task SaveAsync(TemplateDefinition template, string oldId)
    {
        await store.CommitAsync(writer =>
        {
            if (oldId != template.Id)
                writer.DeleteTemplate(oldId);
            writer.SaveTemplate(TaskRecords.Write(template));
        }).ConfigureAwait(false);
        Publish(oldId, template);
    }

    private void Publish(string oldId, TemplateDefinition? template)
    {
        var templates = new SortedDictionary<string, TemplateDefinition>(_templates, StringComparer.Ordinal);
        templates.Remove(oldId);
        if (template is not null)
            templates[template.Id] = template;
        _templates = templates;
    }
}
