using System.Globalization;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary><c>/tocsin/v1/audit</c>: who changed what, the newest first.</summary>
internal sealed class AuditApi(AuditTrail audit)
{
    private const int ListedAtOnce = 100;
    private const int MostAtOnce = 1000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/audit", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var limit = (int)Math.Clamp(Number(context, "limit") ?? ListedAtOnce, 1, MostAtOnce);
        var rows = await audit.ListAsync(Number(context, "before"), limit).ConfigureAwait(false);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("entries");
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                writer.WriteNumber("number", row.Number);
                AccountBody.WriteTime(writer, "at", row.At);
                writer.WriteString("by", row.By);
                writer.WriteString("from", row.From);
                writer.WriteString("action", row.Action);
                writer.WriteString("target", row.Target);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static long? Number(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw ApiException.BadRequest($"{name} is '{text}', which is not a number");
    }
}
