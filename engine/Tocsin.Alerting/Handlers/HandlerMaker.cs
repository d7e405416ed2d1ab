using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Makes a handler as it was defined; otherwise the refusal says why that is not possible now.</summary>
public delegate bool HandlerMaker([NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal);
