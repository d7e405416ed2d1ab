using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Matching;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.ServiceTests;

/// <summary><c>/service-tests</c>: what can be sent to a service to see that it arrives, and sending it.</summary>
internal sealed class ServiceTestsApi(Tocsin.Alerting.Hosting.ServiceTests tests, InfluxServiceTest influx, DefinitionGuard guard)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-tests", ListAsync);
        routes.MapGet("/service-tests/{name}", ShowAsync);
        routes.MapPost("/service-tests/{name}", RunAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var pattern = context.Request.Query["pattern"].ToString();
        if (!GoGlob.IsWellFormed(pattern))
            throw ApiException.BadRequest("bad pattern: syntax error in pattern");
        var names = tests.All.Select(test => test.Name).Append(InfluxServiceTest.Name).Order(StringComparer.Ordinal);
        string[] chosen = [.. names.Where(name => pattern.Length == 0 || (GoGlob.TryMatch(pattern, name, out var isMatch) && isMatch))];
        return ApiAnswer.LineAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, $"{RouteTable.Base}/service-tests");
            writer.WritePropertyName("services");
            if (chosen.Length == 0)
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteStartArray();
                foreach (var name in chosen)
                    Write(writer, name);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string name)
    {
        if (name != InfluxServiceTest.Name)
            Find(name);
        return ApiAnswer.LineAsync(context, writer => Write(writer, name));
    }

    private async Task RunAsync(HttpContext context, string name)
    {
        var test = name == InfluxServiceTest.Name ? null : Find(name);
        using var document = await ApiBody.ReadAsync(context, "failed to decode JSON body").ConfigureAwait(false);
        var options = ConfigJson.Read(document.RootElement);
        if (options is not (ConfigMap or ConfigNull))
            throw ApiException.BadRequest($"failed to decode JSON body: it must be an object, or null for what is configured, not {options.Describe()}");
        var chosen = options as ConfigMap ?? ConfigMap.Empty;
        if (test is not null)
            guard.Check(context, test.Kind.Name, chosen);
        var failure = await (test is null ? influx.RunAsync(chosen, context.RequestAborted) : tests.RunAsync(test, chosen, context.RequestAborted)).ConfigureAwait(false);
        await ApiAnswer.LineAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("success", failure is null);
            writer.WriteString("message", failure ?? "");
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private ServiceTest Find(string name) =>
        tests.All.FirstOrDefault(test => test.Name == name) ?? throw ApiException.NotFound($"service \"{name}\" not found");

    private void Write(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"{RouteTable.Base}/service-tests/{name}");
        writer.WriteString("name", name);
        writer.WritePropertyName("options");
        writer.WriteRawValue(ConfigJson.Write(name == InfluxServiceTest.Name ? influx.Describe() : tests.Describe(Find(name))));
        writer.WriteEndObject();
    }
}
