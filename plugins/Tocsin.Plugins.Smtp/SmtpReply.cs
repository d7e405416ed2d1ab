namespace Tocsin.Plugins.Smtp;

/// <summary>What the mail server answers to one command.</summary>
/// <param name="Code">2xx and 3xx are good, 4xx may be good later, 5xx never.</param>
/// <param name="Lines">The texts after the code.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code < 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>The reply in one line.</summary>
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}";
}
