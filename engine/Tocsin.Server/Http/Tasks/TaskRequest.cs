using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Shadows;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Tasks;

/// <summary>Reads the body of a request that defines or changes a task. Keys it does not know are ignored.</summary>
internal static class TaskRequest
{
    /// <exception cref="ApiException">The body is not what it should be.</exception>
    /// <param name="id">The task that is changed; empty for a new one.</param>
    public static async Task<TaskChange> ReadAsync(HttpContext context, string id = "")
    {
        using var document = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        return Read(document.RootElement, id);
    }

    /// <exception cref="ApiException">The object is not what it should be.</exception>
    public static TaskChange Read(JsonElement root, string id = "")
    {
        if (ApiBody.Text(root, "type") is not ("" or "stream" or "batch") and var type)
            throw ApiException.BadRequest($"invalid JSON: type is stream or batch, not '{type}'");
        return new TaskChange
        {
            Id = ApiBody.Text(root, "id"),
            TemplateId = ApiBody.Text(root, "template-id"),
            Script = ApiBody.Text(root, "script"),
            Dbrps = ReadDbrps(root),
            Vars = ReadVars(root),
            IsEnabled = ApiBody.Text(root, "status") switch
            {
                "" => null,
                "enabled" => true,
                "disabled" => false,
                "shadow" when ShadowId.IsShadow(ApiBody.Text(root, "id") is { Length: > 0 } named ? named : id) => true,
                "shadow" => throw ApiException.BadRequest($"status shadow is for tasks whose ids end in '{ShadowId.Suffix}': '{ShadowId.Of("cpu_alert")}' runs beside 'cpu_alert'"),
                var other => throw ApiException.BadRequest($"invalid JSON: status is enabled, disabled or shadow, not '{other}'"),
            },
            IsRestart = root.TryGetProperty("restart", out var restart) && restart.ValueKind == JsonValueKind.True,
        };
    }

    private static List<Dbrp> ReadDbrps(JsonElement root)
    {
        var dbrps = new List<Dbrp>();
        if (!root.TryGetProperty("dbrps", out var list) || list.ValueKind == JsonValueKind.Null)
            return dbrps;
        if (list.ValueKind != JsonValueKind.Array)
            throw ApiException.BadRequest("invalid JSON: dbrps is a list of {\"db\":…,\"rp\":…}");

        foreach (var item in list.EnumerateArray())
            dbrps.Add(new Dbrp(ApiBody.Text(item, "db"), ApiBody.Text(item, "rp")));
        return dbrps;
    }

    private static IReadOnlyDictionary<string, ScriptVar>? ReadVars(JsonElement root)
    {
        if (!root.TryGetProperty("vars", out var vars) || vars.ValueKind == JsonValueKind.Null)
            return null;
        return VarsJson.TryRead(vars, out var read, out var error) ? read : throw ApiException.BadRequest(error);
    }
}
