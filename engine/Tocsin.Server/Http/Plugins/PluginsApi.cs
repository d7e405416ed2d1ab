using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;

namespace Tocsin.Server.Http.Plugins;

/// <summary><c>/tocsin/v1/plugins</c>: which plugins there are, what they bring and how they behave.</summary>
internal sealed class PluginsApi(AlertEngine engine)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plugins", ListAsync);
        routes.MapGet("/plugins/{id}", ShowAsync);
        routes.MapPost("/plugins/{id}/resume", ResumeAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("folder", engine.Plugins?.Folder ?? "");
        writer.WriteStartArray("plugins");
        PluginJson.WriteOwn(writer, OwnKinds(), OwnSources());
        foreach (var plugin in Statuses())
            PluginJson.Write(writer, plugin);
        writer.WriteEndArray();
        FunctionJson.Write(writer, "script-functions", engine.Extensions.Current.Functions.All.Where(function => !function.IsOfPlugin));
        writer.WriteEndObject();
    });

    private Task ShowAsync(HttpContext context, string id)
    {
        if (id == HandlerKinds.EngineOrigin)
            return ApiAnswer.JsonAsync(context, writer => PluginJson.WriteOwn(writer, OwnKinds(), OwnSources()));
        var plugin = Statuses().FirstOrDefault(plugin => plugin.Load.Id == id)
            ?? throw ApiException.NotFound($"there is no plugin {id}{Known()}");
        return ApiAnswer.JsonAsync(context, writer => PluginJson.Write(writer, plugin));
    }

    private async Task ResumeAsync(HttpContext context, string id)
    {
        if (engine.Plugins is not { } plugins || !await plugins.ResumeAsync(id).ConfigureAwait(false))
            throw ApiException.NotFound($"no plugin '{id}' is suspended{Known()}");
        ApiAnswer.Empty(context);
    }

    private IReadOnlyList<PluginStatus> Statuses() => engine.Plugins?.Plugins ?? [];

    private IEnumerable<HandlerKind> OwnKinds() => engine.Extensions.Current.Kinds.All.Where(kind => kind.IsOwn);

    private IEnumerable<SourceKind> OwnSources() => engine.Extensions.Current.Sources.All.Where(kind => kind.Origin == HandlerKinds.EngineOrigin);

    private string Known() => Statuses() is { Count: > 0 } all ? "; there are " + string.Join(", ", all.Select(plugin => plugin.Load.Id)) : "";
}
