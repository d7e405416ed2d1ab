namespace Tocsin.Sdk.Commands;

/// <summary>The way from a command to the server that the person chose with <c>--url</c> or a variable.</summary>
/// <param name="Http">
/// Sends requests: relative addresses such as <c>/tocsin/v1/status</c> go to the server, with the credentials of its address. That the server
/// cannot be reached, or is somewhere else, is reported by the program; other answers are the command's to judge.
/// </param>
public sealed record ServerClient(HttpClient Http);
