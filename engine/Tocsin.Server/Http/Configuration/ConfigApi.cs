using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Configuration;

/// <summary><c>/config</c>: what services are configured with, without secrets, and setting options over those of the file.</summary>
/// <param name="configuration">The configuration in force; null where there is none to set anything over.</param>
internal sealed class ConfigApi(ConfigReload? configuration, LiveSetting<ServerOptions> options)
{
    public const string Address = RouteTable.Base + "/config";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/config", ListAsync);
        routes.MapGet("/config/{section}/{**element}", ShowAsync);
        routes.MapPost("/config/{section}/{**element}", ChangeAsync);
    }

    /// <summary>What Kapacitor does not show: which elements have something set over the file.</summary>
    public void MapOwn(IEndpointRouteBuilder routes) => routes.MapGet("/config/overrides", OverridesAsync);

    private Task OverridesAsync(HttpContext context)
    {
        var current = Configuration();
        var sections = current.Sections.ToDictionary(section => section.Name, section => section.Shape.SecretPaths());
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("overrides");
            foreach (var row in current.Overrides.Rows)
            {
                writer.WriteStartObject();
                writer.WriteString("section", row.Section);
                writer.WriteString("element", row.Element);
                writer.WriteBoolean("added", row.IsAdded);
                writer.WritePropertyName("options");

                // Of a section whose plugin is gone nobody knows what its secrets are.
                OptionMask.TryMask(row.OptionsJson, path => !sections.TryGetValue(row.Section, out var secrets) || secrets.Contains(path), out var masked);
                writer.WriteRawValue(masked);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ListAsync(HttpContext context)
    {
        var current = Configuration();
        return ApiAnswer.LineAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, Address);
            writer.WriteStartObject("sections");
            foreach (var section in current.Sections)
            {
                writer.WritePropertyName(section.Name);
                ConfigSectionJson.Write(writer, section, current.Applied.Root);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string section, string? element)
    {
        var current = Configuration();
        var found = Find(current, section);
        if (!NamesElement(context, section))
            return ApiAnswer.LineAsync(context, writer => ConfigSectionJson.Write(writer, found, current.Applied.Root));
        foreach (var (name, given) in found.Elements(current.Applied.Root))
        {
            if (name == (element ?? ""))
                return ApiAnswer.LineAsync(context, writer => ConfigSectionJson.WriteElement(writer, found, name, given));
        }

        throw ApiException.NotFound($"unknown section/element: {section}/{element}");
    }

    private async Task ChangeAsync(HttpContext context, string section, string? element)
    {
        var current = Configuration();
        var found = Find(current, section);
        using var document = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var update = ConfigUpdate.Read(document.RootElement, found, NamesElement(context, section) ? element ?? "" : null);
        var mayLeadAnywhere = options.Current.Http.RemotePrograms || AccessGuard.IsTrusted(context);
        var report = await current.SetAsync(
            before =>
            {
                var (file, after) = (current.File, update.Apply(before, current.File.Root));
                if (!mayLeadAnywhere)
                    SecretDestinations.Check(update, file, file.With(before, current.Sections), file.With(after, current.Sections));
                return after;
            },
            context.RequestAborted).ConfigureAwait(false);
        if (report.Errors.Count > 0)
            throw ApiException.BadRequest($"failed to override configuration {section}/{element}: {string.Join("; ", report.Errors)}");
        if (report.Kept.Count > 0)
            throw new ApiException(StatusCodes.Status500InternalServerError, $"failed to update configuration {section}/{element}: applied, except for: {string.Join("; ", report.Kept)}");
        ApiAnswer.Empty(context);
    }

    private ConfigReload Configuration() => configuration is not null && options.Current.ConfigOverride.Enabled
        ? configuration
        : throw new ApiException(StatusCodes.Status403Forbidden, "config override service is not enabled: set config-override.enabled: true in the configuration");

    private static ConfigSection Find(ConfigReload current, string section) => current.Sections.FirstOrDefault(known => known.Name == section)
        ?? throw ApiException.NotFound($"unknown section: {section}: there are {string.Join(", ", current.Sections.Select(known => known.Name))}");

    // A slash at the end is followed by the empty name that a section has which is not a list; routing knows no difference.
    private static bool NamesElement(HttpContext context, string section) =>
        (context.Request.Path.Value ?? "").Length > Address.Length + 1 + section.Length;
}
