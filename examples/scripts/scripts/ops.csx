// Posts what the on-call page wants to know, in its own words.
var body = new
{
    title = Alert.Message,
    severity = Alert.Level == AlertLevel.Critical ? "page" : "notice",
    room = Alert.Tags.GetValueOrDefault("room", "unknown"),
    open = Alert.Level != AlertLevel.Ok,
    key = Alert.IdempotencyKey,
};
var reply = await Http.PostAsJsonAsync(Options["url"], body, Cancellation);
return Delivery.FromStatus(reply.StatusCode);
