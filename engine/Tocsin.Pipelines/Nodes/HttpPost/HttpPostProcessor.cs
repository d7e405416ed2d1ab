using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.HttpPost;

internal sealed class HttpPostProcessor : Processor
{
    private const int ShownResponse = 2_000;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpPostNode _node;
    private readonly HttpPostTarget _target;
    private readonly TimeSpan _timeout;
    private readonly ArrayBufferWriter<byte> _body = new();

    public HttpPostProcessor(HttpPostNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _target = HttpPostTarget.Of(node, context);
        _timeout = node.Timeout.Nanoseconds > 0 ? node.Timeout.ToTimeSpan() : TimeSpan.FromSeconds(30);
    }

    public override void OnPoint(Point point, Group group)
    {
        _body.ResetWrittenCount();
        var status = Post(_target.Template is null
            ? TryWriteJson(SeriesJson.TryWriteDocument(_body, point))
            : TryWriteTemplate(new RowTemplateData(point.Name, point.Tags, [point])));
        Emit(_node.CodeField.Length == 0 ? point : WithCode(point, status), group);
    }

    public override void OnBatch(Batch batch)
    {
        _body.ResetWrittenCount();
        var status = Post(_target.Template is null
            ? TryWriteJson(SeriesJson.TryWriteDocument(_body, batch))
            : TryWriteTemplate(new RowTemplateData(batch.Name, batch.Group.Tags, batch.Points)));
        Emit(_node.CodeField.Length == 0 ? batch : batch with { Points = [.. batch.Points.Select(point => WithCode(point, status))] });
    }

    private bool TryWriteJson(bool isWritten)
    {
        if (isWritten)
            _body.Write("\n"u8);
        else
            Fail("failed to marshal row data to JSON", "a field holds NaN or an infinity, which JSON cannot carry");
        return isWritten;
    }

    private bool TryWriteTemplate(RowTemplateData row)
    {
        var isRendered = _target.Template!.TryRender(row, Context.Texts, out var text, out var error); // Callers looked.
        if (isRendered)
            Encoding.UTF8.GetBytes(text, _body);
        else
            Fail("failed to render the row template", error!); // A rendering that failed says why.
        return isRendered;
    }

    private int Post(bool isWritten)
    {
        if (!isWritten)
            return 0;

        using var request = new HttpRequestMessage(HttpMethod.Post, _target.Url);
        request.Content = new ReadOnlyMemoryContent(_body.WrittenMemory);
        request.Content.Headers.ContentType = _target.Template is null ? Json : null;
        _target.Apply(request);
        RequestSender.Sign(request, Context);
        try
        {
            using var deadline = new CancellationTokenSource(_timeout, Context.Services.Time);
            using var response = Context.Services.Http.Send(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            using var abort = deadline.Token.Register(response.Dispose); // Ends a read of a body that never ends.
            if (!response.IsSuccessStatusCode)
                Fail("POST returned non 2xx status code", $"code={(int)response.StatusCode} {HttpReply.RedirectOf(response) ?? Describe(response, deadline.Token)}");
            return (int)response.StatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException or FormatException)
        {
            Fail("failed to POST data", problem is OperationCanceledException ? $"no answer within {_timeout.TotalSeconds} s" : problem.Message);
            return 0;
        }
    }

    private string Describe(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!_node.CapturesResponse)
            return "add .captureResponse() to see the answer";

        try
        {
            using var reader = new StreamReader(response.Content.ReadAsStream(cancellationToken));
            var text = new char[ShownResponse];
            return new string(text, 0, reader.ReadBlock(text, 0, text.Length));
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or HttpRequestException or OperationCanceledException)
        {
            return "the answer broke off";
        }
    }

    private Point WithCode(Point point, int status)
    {
        var layout = point.Layout.With(_node.CodeField, FieldType.Integer);
        var numbers = new long[layout.Count];
        point.Numbers.AsSpan(0, point.Layout.Count).CopyTo(numbers);
        numbers[layout.IndexOf(_node.CodeField)] = status;
        var kept = point.Keep();
        return kept.WithFields(layout, numbers, kept.Texts);
    }
}
