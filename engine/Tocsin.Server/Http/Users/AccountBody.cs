using System.Text.Json;
using Tocsin.Dsl.Time;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary>What bodies of users and of tokens have in common.</summary>
internal static class AccountBody
{
    /// <summary>The roles that a body gives; null when it gives none.</summary>
    /// <exception cref="ApiException">They are none.</exception>
    public static Roles? RolesOf(JsonElement body)
    {
        if (!body.TryGetProperty("roles", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw ApiException.BadRequest($"roles is a list of {RoleNames.Known}");
        var names = list.EnumerateArray().Select(item => item.GetString() ?? "").ToList();
        return RoleNames.Parse(names) ?? throw ApiException.BadRequest($"there is no role '{names.Find(name => RoleNames.Parse([name]) is null)}': there are {RoleNames.Known}");
    }

    /// <exception cref="ApiException">What is wanted cannot be.</exception>
    public static async Task RunAsync(Func<Task> change)
    {
        try
        {
            await change().ConfigureAwait(false);
        }
        catch (UserException problem)
        {
            throw new ApiException(problem.IsMissing ? StatusCodes.Status404NotFound : problem.IsConflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, problem.Message);
        }
    }

    public static void WriteRoles(Utf8JsonWriter writer, string stored)
    {
        writer.WriteStartArray("roles");
        foreach (var role in RoleNames.Of(RoleNames.Read(stored)))
            writer.WriteStringValue(role);
        writer.WriteEndArray();
    }

    public static void WriteTime(Utf8JsonWriter writer, string name, long? milliseconds)
    {
        if (milliseconds is > 0 and { } at)
            writer.WriteString(name, Instant.From(DateTimeOffset.FromUnixTimeMilliseconds(at)).ToString());
        else
            writer.WriteNull(name);
    }
}
