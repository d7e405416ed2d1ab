using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Write;

/// <summary>
/// <c>POST /api/v2/write?org=&amp;bucket=&amp;precision=</c>: the write of InfluxDB 2. The bucket <c>db/rp</c> is a database and a retention policy, one
/// without a slash a database; the organization does not matter.
/// </summary>
internal static class WriteV2Endpoint
{
    public static async Task HandleAsync(HttpContext context, PointWriter writer)
    {
        var query = context.Request.Query;
        var bucket = query["bucket"].ToString();
        var slash = bucket.IndexOf('/', StringComparison.Ordinal);
        var (database, retentionPolicy) = slash < 0 ? (bucket, "") : (bucket[..slash], bucket[(slash + 1)..]);
        if (database.Length == 0)
        {
            await RefuseAsync(context, "bucket is required: add ?bucket=DATABASE/RETENTION-POLICY").ConfigureAwait(false);
            return;
        }

        if (PrecisionOf(query["precision"]) is not { } precision)
        {
            await RefuseAsync(context, $"the precision '{query["precision"]}' is not known: give ns, us, ms or s").ConfigureAwait(false);
            return;
        }

        using var body = new RequestBody(context);
        try
        {
            await body.ReadPointsAsync().ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            await RefuseAsync(context, $"the body is not gzip: {problem.Message}").ConfigureAwait(false);
            return;
        }

        var errors = await writer.WriteAsync(body.Bytes, database, retentionPolicy, precision, context.RequestAborted).ConfigureAwait(false);
        if (errors.Count > 0)
            await RefuseAsync(context, "partial write: " + string.Join("\n", errors)).ConfigureAwait(false);
        else
            ApiAnswer.Empty(context);
    }

    private static Precision? PrecisionOf(string? text) => text switch
    {
        null or "" or "ns" => Precision.Nanosecond,
        "us" => new Precision(Duration.Microsecond),
        "ms" => new Precision(Duration.Millisecond),
        "s" => new Precision(Duration.Second),
        _ => null,
    };

    // As InfluxDB 2 says it.
    private static Task RefuseAsync(HttpContext context, string why) => ApiAnswer.JsonAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", "invalid");
            writer.WriteString("message", why);
            writer.WriteEndObject();
        },
        StatusCodes.Status400BadRequest);
}
