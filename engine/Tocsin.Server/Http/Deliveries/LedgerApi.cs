using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Deliveries;

/// <summary><c>/tocsin/v1/ledger</c>: who was told what, when, and with which reply.</summary>
internal sealed class LedgerApi(AlertEngine engine)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ledger", ListAsync);

    private Task ListAsync(HttpContext context)
    {
        var filter = LedgerQueryText.Read(context.Request.Query, engine.Time.GetUtcNow());
        var ledger = engine.Alerts.Ledger;

        // What is owed has not ended yet: it is newer than all that has, and belongs to the first page only.
        var owed = filter is { AlertId: not null, Before: null, Until: null, Outcome: null or LedgerOutcome.Owed } ? ledger.ReadOwed(filter) : [];
        var ended = ledger.Read(filter);
        var seen = HiddenAnswers.InEntries(context);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("entries");
            foreach (var entry in owed.Concat(ended))
                LedgerEntryJson.Write(writer, seen(entry), ledger.KeyOf(entry));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
