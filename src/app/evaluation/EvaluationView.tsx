/** @file The evaluation page: how well the assistant does, with code alone and with the model in use. */
import { useEffect, useState, type ReactElement } from "react";
import { ALL_CASES, DEFAULT_CASES } from "#agent/eval/evaluate";
import { findModel } from "#models/catalog";
import { useEngine } from "#app/state/engine.ts";
import { isLoaded } from "#app/state/engine-status.ts";
import { loadEvaluations, startEvaluation, stopEvaluation, useEvaluation } from "#app/state/evaluation.ts";
import { routeHref } from "#app/state/route.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { Button } from "#app/ui/Button.tsx";
import { Page, Section } from "#app/ui/Page.tsx";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import styles from "./EvaluationView.module.css";
import { Result } from "./Result.tsx";

type Amount = "few" | "all";
type Subject = "code" | "model";

export default function EvaluationView(): ReactElement {
  const { progress, results, error } = useEvaluation((state) => state);
  useEffect(() => void loadEvaluations(), []);
  return (
    <Page
      title="Evaluation"
      lead="How well the assistant plans, asks, cites and refrains, on made-up cases and on conversations in eight languages. All of it runs on this device."
    >
      <Section title="Measure">
        {progress ? (
          <>
            <ProgressBar
              label={progress.stage}
              fraction={progress.total === 0 ? null : progress.done / progress.total}
              detail={`${progress.done} of ${progress.total}`}
            />
            <div>
              <Button onClick={stopEvaluation}>Stop</Button>
            </div>
          </>
        ) : (
          <Choice />
        )}
        {error && <ErrorNotice error={error} />}
      </Section>
      {results.map((result) => (
        <Result key={result.modelId ?? "code"} result={result} />
      ))}
    </Page>
  );
}

function Choice(): ReactElement {
  const modelId = useEngine((state) => state.modelId);
  const loaded = useEngine(({ status }) => isLoaded(status));
  const name = findModel(modelId)?.name ?? modelId;
  const [subject, setSubject] = useState<Subject>("code");
  const [amount, setAmount] = useState<Amount>("few");
  const withModel = subject === "model";
  return (
    <>
      <SelectField
        label="What is measured"
        hint="What code decides has to be right every time. A model is measured on top of it."
        value={subject}
        options={[
          { value: "code", label: "Code alone, without a model" },
          { value: "model", label: name },
        ]}
        onChange={setSubject}
      />
      {withModel && <AmountField value={amount} onChange={setAmount} />}
      {withModel && !loaded && (
        <p className={styles.note}>
          {name} is not loaded. Load it, or choose another one, under{" "}
          <a href={routeHref({ view: "models" })}>Models</a>.
        </p>
      )}
      <div>
        <Button
          variant="primary"
          disabled={withModel && !loaded}
          onClick={() => void startEvaluation(withModel, amount === "few" ? DEFAULT_CASES : ALL_CASES)}
        >
          Start
        </Button>
      </div>
    </>
  );
}

interface AmountFieldProps {
  readonly value: Amount;
  readonly onChange: (amount: Amount) => void;
}

function AmountField(props: AmountFieldProps): ReactElement {
  return (
    <SelectField
      label="Cases for the model"
      hint="On a processor a case takes seconds, in the worst case a minute. Stop whenever you like."
      options={[
        { value: "few", label: `The first ${DEFAULT_CASES}` },
        { value: "all", label: `All ${ALL_CASES}` },
      ]}
      {...props}
    />
  );
}
